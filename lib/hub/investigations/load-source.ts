/** Which series of a process tell the load that a run is held against. */
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { RunRows } from './run-rows'

const HOUR_MS = 3_600_000
/**
 * Whoever asks so often an hour is told by the requests: how many connections that takes is a matter of the target's settings, and
 * keep-alive is one that is toggled. What asks less is a client that stays, as a web socket's, and its handshake is no load.
 */
const ASKS_AN_HOUR = 60

/** The series of the rows, as a slope is to read them: clients are no load where requests tell it. */
export function withLoadSource(rows: RunRows): SeriesDeclaration[] {
  const { series } = rows
  const [requests, clients] = [requestsAnHour(rows), meanClients(rows)]
  if (requests === null || requests === 0 || requests < ASKS_AN_HOUR * clients) return series
  return series.map((one) => (one.kind === 'clients' ? { ...one, kind: 'gauge' } : one))
}

/** `null` where they are not counted, or were not seen for long enough. */
function requestsAnHour({ series, values, atMs }: RunRows): number | null {
  const column = series.findIndex(({ name }) => name === 'load.requests')
  if (column < 0) return null
  let [asked, before, firstAtMs, lastAtMs] = [0, Number.NaN, Number.NaN, Number.NaN]
  for (const [row, at] of atMs.entries()) {
    const count = values[row * series.length + column] as number
    if (Number.isNaN(count)) continue
    if (Number.isNaN(before)) firstAtMs = at
    else asked += Math.max(0, count - before)
    before = count
    lastAtMs = at
  }
  return lastAtMs > firstAtMs ? (asked * HOUR_MS) / (lastAtMs - firstAtMs) : null
}

/** All of them together. */
function meanClients({ series, values, atMs }: RunRows): number {
  return series.reduce((all, { kind }, column) => {
    if (kind !== 'clients') return all
    let [sum, count] = [0, 0]
    for (let row = 0; row < atMs.length; row++) {
      const value = values[row * series.length + column] as number
      if (Number.isNaN(value)) continue
      sum += value
      count += 1
    }
    return count === 0 ? all : all + sum / count
  }, 0)
}
