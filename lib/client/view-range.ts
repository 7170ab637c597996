/** Which time a process page shows, and how the address says it. */
export const SPANS = [
  { ms: 300_000, word: '5m', label: '5 min' },
  { ms: 3_600_000, word: '1h', label: '1 h' },
  { ms: 21_600_000, word: '6h', label: '6 h' },
  { ms: 86_400_000, word: '24h', label: '24 h' },
] as const

export const DEFAULT_SPAN_MS = SPANS[0].ms
/** Less cannot be told apart on a chart of one sample a second. */
export const MIN_SPAN_MS = 5_000

export type ViewRange =
  /** The last `spanMs`, moving. */
  | { kind: 'live'; spanMs: number }
  /** The last `spanMs` as they were at `endMs`, held. */
  | { kind: 'paused'; spanMs: number; endMs: number }
  /** A stretch of time that somebody chose. */
  | { kind: 'between'; fromMs: number; toMs: number }

/** Reads `range=5m`, `range=5m&at=<ms>` or `from=<ms>&to=<ms>`; what makes no sense is the default. */
export function rangeFromAddress(params: Pick<URLSearchParams, 'get'>): ViewRange {
  const fromMs = timeOf(params.get('from'))
  const toMs = timeOf(params.get('to'))
  if (fromMs !== null && toMs !== null && toMs - fromMs >= MIN_SPAN_MS) return { kind: 'between', fromMs, toMs }
  const spanMs = SPANS.find(({ word }) => word === params.get('range'))?.ms ?? DEFAULT_SPAN_MS
  const endMs = timeOf(params.get('at'))
  return endMs === null ? { kind: 'live', spanMs } : { kind: 'paused', spanMs, endMs }
}

/** Writes the range into a copy of `params`, and leaves all else there as it is. */
export function rangeToAddress(params: URLSearchParams, range: ViewRange): URLSearchParams {
  const next = new URLSearchParams(params)
  // What was looked for in all processes was of the range before.
  for (const key of ['range', 'at', 'from', 'to', 'across']) next.delete(key)
  switch (range.kind) {
    case 'between':
      next.set('from', String(Math.round(range.fromMs)))
      next.set('to', String(Math.round(range.toMs)))
      return next
    case 'paused':
      next.set('range', wordOf(range.spanMs))
      next.set('at', String(Math.round(range.endMs)))
      return next
    case 'live':
      next.set('range', wordOf(range.spanMs))
      return next
    default:
      return range satisfies never
  }
}

/** The window of a range; `edgeMs` is where the newest time is now. */
export function windowOf(range: ViewRange, edgeMs: number): { fromMs: number; toMs: number } {
  switch (range.kind) {
    case 'between':
      return { fromMs: range.fromMs, toMs: range.toMs }
    case 'paused':
      return { fromMs: range.endMs - range.spanMs, toMs: range.endMs }
    case 'live':
      return { fromMs: edgeMs - range.spanMs, toMs: edgeMs }
    default:
      return range satisfies never
  }
}

export function spanOf(range: ViewRange): number {
  return range.kind === 'between' ? range.toMs - range.fromMs : range.spanMs
}

function wordOf(spanMs: number): string {
  return SPANS.find(({ ms }) => ms === spanMs)?.word ?? SPANS[0].word
}

/** Milliseconds since 1970, or an ISO time that somebody typed. */
function timeOf(text: string | null): number | null {
  if (!text) return null
  const ms = /^\d+$/u.test(text) ? Number(text) : Date.parse(text)
  return Number.isFinite(ms) && ms > 0 ? ms : null
}

/** Whether earlier lives are drawn behind the one under way: `lives=1`. */
export function showsLives(params: Pick<URLSearchParams, 'get'>): boolean {
  return params.get('lives') === '1'
}

/** Writes it into a copy of `params`. */
export function livesToAddress(params: URLSearchParams, isShown: boolean): URLSearchParams {
  const next = new URLSearchParams(params)
  if (isShown) next.set('lives', '1')
  else next.delete('lives')
  return next
}
