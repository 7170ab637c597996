/** What honest agents and viewers noticed, as a table. */
import type { HostileRow } from './run'

const HEAD = [
  'what was done',
  'acks ms, before → during: median, longest',
  'viewer ms',
  'asking ms',
  'asks refused',
  'cut',
  'frames lost',
  'hub MB',
]

export function tableOf(rows: readonly HostileRow[]): string {
  const lines = rows.map((row) => (row.leftOut === null ? cellsOf(row) : [row.name, `left out: ${row.leftOut}`]))
  const widths = HEAD.map((head, at) => Math.max(head.length, ...lines.map((cells) => cells[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`
  const notes = rows.filter(({ met }) => met !== '').map(({ name, met }) => `${name}: ${met}.`)
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line), '', ...notes].join('\n')
}

function cellsOf({ name, before, during, sent, lost, residentBefore, residentAfter, fault }: HostileRow): string[] {
  const pair = (key: 'ackMs' | 'viewMs' | 'askMs') => `${spread(before[key])} → ${spread(during[key])}`
  const resident = [residentBefore, residentAfter].map((bytes) => (bytes / 1e6).toFixed(0)).join(' → ')
  return [
    name,
    pair('ackMs'),
    pair('viewMs'),
    pair('askMs'),
    `${during.askFaults} of ${during.askFaults + during.askMs.length}`,
    String(during.cuts),
    `${lost} of ${sent}`,
    fault === null ? resident : `ended by itself: ${fault}`,
  ]
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return 'none'
  const sorted = values.toSorted((a, b) => a - b)
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)}, ${(sorted.at(-1) ?? 0).toFixed(0)}`
}
