/** The hub's ways out for messages, as channels see them: each checks the address that it really connects to. */
import type { Socket } from 'node:net'

export interface PostRequest {
  url: string
  headers?: Record<string, string>
  body: string
}

export interface PostAnswer {
  status: number
  statusText: string
  /** What was asked for by `Retry-After`, from now. */
  retryAfterMs?: number
  /** The begin of the body. */
  text: string
  /** There was more, which was not read. */
  isCut: boolean
}

export interface Outgoing {
  /** Throws a `SendFault` that says what was wrong where; an answer of any status is no fault. */
  post(request: PostRequest): Promise<PostAnswer>
  /** A plain TCP connection, connected; for SMTP. */
  connect(host: string, port: number): Promise<Socket>
}
