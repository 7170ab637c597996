/** A real HTTP server that keeps what it is sent and answers as the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export type Answer = (response: ServerResponse, received: Received, request: IncomingMessage) => void

export interface Receiver {
  url: string
  port: number
  received: Received[]
  answer: Answer
  /** Resolves when so many requests have come. */
  until: (count: number) => Promise<Received[]>
  stop: () => Promise<void>
}

export async function startReceiver(answer: Answer = (response) => response.end('ok')): Promise<Receiver> {
  const waiting: { count: number; resolve: (received: Received[]) => void }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') }
      receiver.received.push(one)
      receiver.answer(response, one, request)
      for (const { count, resolve } of waiting) if (receiver.received.length >= count) resolve(receiver.received)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    port,
    received: [],
    answer,
    until: (count) =>
      new Promise((resolve) => {
        if (receiver.received.length >= count) resolve(receiver.received)
        else waiting.push({ count, resolve })
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
