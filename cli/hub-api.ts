/** What the program asks of a hub over its API. */
import type { ApiError } from '../lib/protocol/http-api'

const ANSWER_WITHIN_MS = 5_000

export class HubApi {
  readonly url: string
  readonly #headers: Record<string, string>

  /** `url`: origin of the hub. */
  constructor(url: string, adminPassword: string | undefined) {
    this.url = url
    this.#headers = adminPassword
      ? { authorization: `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}` }
      : {}
  }

  /** Throws an Error with a sentence where the hub refuses or does not answer. */
  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1/${path}`, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const known: unknown = await answer.json().catch(() => null)
    if (answer.ok) return known
    throw new Error((known as ApiError | null)?.error.message ?? `the hub answered ${answer.status}.`)
  }
}
