/** A POST whose answer costs a bounded amount of memory, whatever the server sends, and whose redirects are looked at one by one. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { SendFault } from '../sender'
import { connectFault } from './faults'
import type { PostAnswer, PostRequest } from './outgoing'

export interface PostOptions {
  signal: AbortSignal
  lookup: LookupFunction
  hostFault: (host: string) => SendFault | null
  maxAnswerBytes: number
  maxRedirects: number
}

/** With these the same body goes to the new address. After a 303 it would not, and whatever answers there took no message. */
const REDIRECTS = new Set([301, 302, 307, 308])

/** Headers that are for the first server alone. */
const FOR_ONE_ORIGIN = new Set(['authorization', 'cookie'])

export async function post(request: PostRequest, options: PostOptions): Promise<PostAnswer> {
  let url = httpUrl(request.url)
  let headers = request.headers ?? {}
  for (let hops = 0; ; hops += 1) {
    const { answer, location } = await postOnce(url, headers, request.body, options)
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer
    if (hops === options.maxRedirects)
      throw new SendFault(`${url.host} leads on after ${options.maxRedirects} redirects; give the last address`, true)
    const next = httpUrl(location, url)
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw new SendFault(`${url.host} leads from https to http, where everybody could read it`, true)
    if (next.origin !== url.origin) headers = withoutOwn(headers)
    url = next
  }
}

function httpUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new SendFault(
    base ? `${base.host} leads to something that is no http address` : 'this is no http address',
    true,
  )
}

function withoutOwn(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !FOR_ONE_ORIGIN.has(name.toLowerCase())))
}

interface Hop {
  answer: PostAnswer
  location: string | undefined
}

function postOnce(url: URL, headers: Record<string, string>, body: string, options: PostOptions): Promise<Hop> {
  const host = url.hostname.replace(/^\[|\]$/gu, '')
  const fault = options.hostFault(host)
  if (fault) return Promise.reject(fault)
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const failed = (error: unknown) => reject(connectFault(error, url.host))
    const request = send(url, {
      method: 'POST',
      headers: { 'user-agent': 'tidemark', ...headers, 'content-length': String(Buffer.byteLength(body)) },
      lookup: options.lookup,
      signal: options.signal,
      // A connection of its own: one that was kept is connected to an address that another channel was allowed.
      agent: false,
    })
    request.once('response', (response) => {
      const { location } = response.headers
      // Nothing after the first bytes is read.
      const read = readStart(response, options.maxAnswerBytes).finally(() => request.destroy())
      read.then(({ text, isCut }) => resolve({ answer: answerOf(response, text, isCut), location }), failed)
    })
    request.on('error', failed)
    request.end(body)
  })
}

async function readStart(response: IncomingMessage, maxBytes: number): Promise<{ text: string; isCut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxBytes - size))
    size += chunk.length
    if (size > maxBytes) break
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isCut: size > maxBytes }
}

function answerOf(response: IncomingMessage, text: string, isCut: boolean): PostAnswer {
  const retryAfterMs = retryAfter(response.headers['retry-after'], response.headers.date)
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    text,
    isCut,
  }
}

/** Seconds, or a date, which is held against the server's own clock. */
function retryAfter(value: string | undefined, serverDate: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+(?:\.\d+)?$/u.test(value.trim())) return Math.round(Number(value) * 1_000)
  const untilMs = Date.parse(value)
  const nowMs = Date.parse(serverDate ?? '')
  return Number.isFinite(untilMs) && Number.isFinite(nowMs) ? Math.max(0, untilMs - nowMs) : undefined
}
