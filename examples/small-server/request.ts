/** Just as much of HTTP/1.1 as a small server reads by hand. */

export interface RequestHead {
  method: string
  path: string
  query: string
  headers: Map<string, string>
}

const HEAD_MOST = 8 * 1_024
const END = '\r\n\r\n'

/** Takes a request apart once its head is whole: `undefined` before, `'bad'` where it is none, or larger than a head may be. */
export function headOf(received: string): RequestHead | 'bad' | undefined {
  const end = received.indexOf(END)
  if (end < 0) return received.length > HEAD_MOST ? 'bad' : undefined
  const [first = '', ...lines] = received.slice(0, end).split('\r\n')
  const [method, target, version] = first.split(' ')
  if (!method || !target?.startsWith('/') || version !== 'HTTP/1.1') return 'bad'
  const [path = '/', query = ''] = target.split('?')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { method, path, query, headers }
}

/** What is left of `received` after its head. */
export function afterHead(received: string): string {
  return received.slice(received.indexOf(END) + END.length)
}

export function response(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
