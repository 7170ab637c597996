/** What honest agents and viewers noticed, as a table. */
import { allowedFor, type Delay, delayOf } from './judge'
import type { HostileRow } from './run'

const HEAD = [
  'what was done',
  'acks ms: median, longest, before → during (may be)',
  'viewer ms',
  'asking ms',
  'asks refused',
  'cut',
  'frames lost',
  'hub MB',
]

export function tableOf(rows: readonly HostileRow[]): string {
  const lines = rows.map((row) => (row.leftOut === null ? cellsOf(row, rows) : [row.name, `left out: ${row.leftOut}`]))
  const widths = HEAD.map((head, at) => Math.max(head.length, ...lines.map((cells) => cells[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`
  const notes = rows.filter(({ met }) => met !== '').map(({ name, met }) => `${name}: ${met}.`)
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line), '', ...notes].join('\n')
}

function cellsOf(row: HostileRow, rows: readonly HostileRow[]): string[] {
  const { name, before, during, sent, lost, residentBefore, residentAfter, fault } = row
  const allowed = allowedFor(row, rows)
  const pair = (key: 'ackMs' | 'viewMs' | 'askMs') => `${spread(before[key])} → ${spread(during[key])}`
  const resident = [residentBefore, residentAfter].map((bytes) => (bytes / 1e6).toFixed(0)).join(' → ')
  return [
    name,
    `${pair('ackMs')} (${words(allowed.acks)})`,
    `${pair('viewMs')} (${words(allowed.views)})`,
    pair('askMs'),
    `${during.askFaults} of ${during.askFaults + during.askMs.length}`,
    String(during.cuts),
    `${lost} of ${sent}`,
    fault === null ? resident : `ended by itself: ${fault}`,
  ]
}

function spread(values: readonly number[]): string {
  const delay = delayOf(values)
  return delay ? words(delay) : 'none'
}

function words({ median, longest }: Delay): string {
  return `${median.toFixed(0)}, ${longest.toFixed(0)}`
}
