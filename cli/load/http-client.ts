/** One client over HTTP: one connection, one request at a time. */
import { Client } from 'undici'
import type { LoadClient } from './driver'
import { type LoadPlan, numbered } from './plan'

const CONNECT_WITHIN_MS = 5_000
const ANSWER_WITHIN_MS = 10_000
const FAILED_FROM = 400

export function httpClient({ url, method, headers, body, keepsAlive }: LoadPlan): LoadClient {
  const client = new Client(url.origin, {
    pipelining: keepsAlive ? 1 : 0,
    connect: { timeout: CONNECT_WITHIN_MS },
    headersTimeout: ANSWER_WITHIN_MS,
    bodyTimeout: ANSWER_WITHIN_MS,
  })
  const path = `${url.pathname}${url.search}`
  return {
    async ask(n) {
      const answer = await client.request({
        path: numbered(path, n),
        method,
        headers,
        body: body === null ? null : numbered(body, n),
      })
      // Unread, it would hold the connection.
      await answer.body.dump()
      if (answer.statusCode >= FAILED_FROM) throw new Error(`status ${answer.statusCode}`)
    },
    close: () => client.destroy(() => {}),
  }
}
