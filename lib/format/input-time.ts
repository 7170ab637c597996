/** Times and spans as people type them into a form. */
const pad = (value: number) => String(value).padStart(2, '0')

/** What `<input type="datetime-local" step="1">` holds, in the reader's zone. */
export function toTimeInput(atMs: number): string {
  const time = new Date(atMs)
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
  return `${day}T${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`
}

/** `null` for what is no time. */
export function fromTimeInput(text: string): number | null {
  const ms = Date.parse(text)
  return Number.isFinite(ms) ? ms : null
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const PART = /(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)/gu

/** `90 s`, `2 min`, `1 h 30 min`, `0`; `null` for what is no span. */
export function parseSpan(text: string): number | null {
  const typed = text.trim().toLowerCase()
  if (typed === '0') return 0
  if (typed === '' || typed.replaceAll(PART, '').trim() !== '') return null
  let sumMs = 0
  for (const [, count = '', unit = ''] of typed.matchAll(PART)) sumMs += Number(count) * (UNIT_MS[unit] ?? Number.NaN)
  return Math.round(sumMs)
}

/** As it is typed, and as short as says it exactly: `1 h 30 min`, `90 s` as `1 min 30 s`. */
export function spanInput(ms: number): string {
  if (ms === 0) return '0 s'
  const parts: string[] = []
  let rest = ms
  for (const unit of ['d', 'h', 'min', 's', 'ms']) {
    const size = UNIT_MS[unit] ?? 1
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ')
}
