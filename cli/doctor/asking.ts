/** Whether it is a hub that answers at an address of this machine; by which name its certificate was made does not matter for that. */
import { get as getPlain } from 'node:http'
import { get as getTls } from 'node:https'

const ANSWER_WITHIN_MS = 5_000
const MOST_CHARS = 10_000

/** `url`: that of `/healthz`. Never rejects. */
export function answersAlive(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const get = url.startsWith('https:') ? getTls : getPlain
    get(url, { rejectUnauthorized: false, signal }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text = (text + part).slice(0, MOST_CHARS)))
      response.on('end', () => resolve(text.includes('"alive"')))
      response.on('error', () => resolve(false))
    }).on('error', () => resolve(false))
  })
}
