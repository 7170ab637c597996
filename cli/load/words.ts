/** What a load is and what became of it, in sentences. */
import { sayDuration, sayNumber } from '../../lib/growth/words'
import type { Driver } from './driver'
import type { LoadPlan } from './plan'

const NS_PER_MS = 1_000_000

/** `50 clients over 1 min, at most 200 requests a second, for 10 min, to http://127.0.0.1:3000/orders`. */
export function sayPlan({ clients, rampMs, perSecond, forMs, url, by, event }: LoadPlan): string {
  const who = `${sayCount(clients, 'client')}${by === 'http' ? '' : ' of socket.io'}`
  const ramp = rampMs > 0 ? ` over ${sayDuration(rampMs)}` : ''
  const what = by === 'http' ? 'requests' : `events "${event}"`
  return `${who}${ramp}, at most ${sayNumber(perSecond)} ${what} a second, for ${sayDuration(forMs)}, to ${withoutSecrets(url)}`
}

export function sayOutcome({ tally, latencyNs }: Driver, { by }: LoadPlan, tookMs: number): string {
  const { asked, answered, failed, heldBack, failures } = tally
  const parts = [`${sayCount(asked, by === 'http' ? 'request' : 'event')} in ${sayDuration(tookMs)}`]
  if (by === 'http' && answered > 0) {
    const [half, most] = [50, 99].map((share) => sayNumber(latencyNs.percentile(share) / NS_PER_MS))
    parts.push(`half answered within ${half} ms, 99 % within ${most} ms`)
  }
  if (failed > 0) {
    const [why, count] = [...failures].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
    parts.push(`${failed.toLocaleString('en-US')} failed (${count.toLocaleString('en-US')} times: ${why})`)
  }
  if (heldBack > 0) parts.push(`${heldBack.toLocaleString('en-US')} not asked, as every client still waited`)
  return parts.join('; ')
}

function sayCount(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
}

/** An address may bear a name and a password, and keys in its query. */
function withoutSecrets({ origin, pathname }: URL): string {
  return `${origin}${pathname.replaceAll('%7Bn%7D', '{n}')}`
}
