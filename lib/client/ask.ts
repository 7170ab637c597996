/** Asks the hub over HTTP: an answer, or an Error whose message is a sentence for the screen. */
export interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

export type Ask = <T>(path: string, asked?: Asked) => Promise<T>

export function askOf(baseUrl: () => string, fetcher: typeof fetch): Ask {
  return async <T>(path: string, { method = 'GET', body, signal }: Asked = {}) => {
    const response = await reach(fetcher, `${baseUrl()}${path}`, {
      method,
      // Says that no person is to be asked by the browser itself where the hub wants a log-in.
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
    if (!response.ok) throw new Error(await complaintOf(response))
    // 204: there is nothing to read.
    return (response.status === 204 ? undefined : await response.json()) as T
  }
}

async function reach(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Error('The hub does not answer.', { cause: error })
  }
}

/** The hub's own sentence, or its status. */
export async function complaintOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { error?: { message?: string } }
    if (body.error?.message) return body.error.message
  } catch {
    // Not JSON: something between the hub and here answered. Its status is all there is to say.
  }
  return `The hub answered ${response.status}.`
}

/** `?a=1&b=2` of what is there; the empty string where nothing is. */
export function queryOf(fields: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(fields))
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
