import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import type { ApiError, ProcessSummary, SeriesPoints, SeriesSummary } from '../../lib/protocol/http-api'
import { BadFlag } from '../bad-flag'
import { type HistorySource, NO_POINTS, type Points } from './history-source'

const ANSWER_WITHIN_MS = 120_000
/** Of names in one address, which a hub takes up to some 16 kB of. */
const NAME_CHARS = 8_000

/** A hub that runs, over its HTTP API. `password`: that of "admin", where the hub has one. */
export function hubSource(url: string, password: string | undefined): HistorySource {
  const base = new URL(url).origin
  const headers: Record<string, string> = {}
  if (password) headers['authorization'] = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`

  async function get<T>(path: string): Promise<T | null> {
    const response = await fetch(`${base}${path}`, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
      (error: unknown) => {
        throw new BadFlag(`no hub answers at ${base}: ${reasonOf(error)}.`)
      },
    )
    if (response.ok) return (await response.json()) as T
    const message = await messageOf(response)
    if (response.status === 404) return null
    if (response.status === 400) throw new RangeError(message)
    const hint = response.status === 401 ? ' Give it in TIDEMARK_ADMIN_PASSWORD.' : ''
    throw new BadFlag(`the hub at ${base} answered ${response.status}: ${message}${hint}`)
  }

  return {
    async processes() {
      const answer = await get<{ processes: ProcessSummary[] }>('/api/v1/processes')
      if (answer === null) throw new BadFlag(`what answers at ${base} is no hub of Tidemark.`)
      return answer.processes.map(({ id, service, instance, series }) => ({
        id,
        service,
        instance,
        series: series.map(declarationOf),
      }))
    },
    async points(process, names, { fromMs, toMs }, stepMs) {
      const found = new Map<string, Points>()
      for (const group of groupsOf(names)) {
        const asked = group.map((name) => `name=${encodeURIComponent(name)}`).join('&')
        const range = `fromMs=${fromMs}&toMs=${toMs}${stepMs > 0 ? `&stepMs=${stepMs}` : ''}`
        const answer = await get<{ series: SeriesPoints[] }>(
          `/api/v1/processes/${encodeURIComponent(process)}/series?${asked}&${range}`,
        )
        for (const one of answer?.series ?? []) found.set(one.name, columnsOf(one))
      }
      return names.map((name) => found.get(name) ?? NO_POINTS)
    },
    close: () => undefined,
  }
}

function declarationOf({ name, kind, unit, max, matches, help }: SeriesSummary): SeriesDeclaration {
  return {
    name,
    kind,
    unit,
    ...(max === undefined ? {} : { max }),
    ...(matches === undefined ? {} : { matches }),
    ...(help === undefined ? {} : { help }),
  }
}

function* groupsOf(names: readonly string[]): Generator<string[]> {
  let group: string[] = []
  let chars = 0
  for (const name of names) {
    if (chars + name.length > NAME_CHARS) {
      yield group
      group = []
      chars = 0
    }
    group.push(name)
    chars += name.length * 3 + 6
  }
  if (group.length > 0) yield group
}

function columnsOf({ points, stepMs }: SeriesPoints): Points {
  const column = (place: number) =>
    Float64Array.from(points as readonly (readonly (number | null)[])[], (point) => point[place] ?? Number.NaN)
  return stepMs > 0
    ? { atMs: column(0), min: column(1), mean: column(2), max: column(3) }
    : { atMs: column(0), mean: column(1), min: null, max: null }
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    return (JSON.parse(text) as ApiError).error.message
  } catch {
    return text.slice(0, 200)
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error ? cause.message : String(cause)
}
