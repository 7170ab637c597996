/** The formats of an export: what stands at the begin, for a process, for a row and at the end. */
import { asText } from './formula'
import type { Points, SourceProcess } from './history-source'
import { jsonNumber, numberText } from './text'

export const FORMATS = ['csv', 'jsonl', 'openmetrics'] as const
export type Format = (typeof FORMATS)[number]

export interface FormatWriter {
  /** Whether the rows of one series must stand together, not those of one time. */
  bySeries: boolean
  begin(stepped: boolean): string
  process(process: SourceProcess): string
  /** Points of one time; `rows` as `rowsByTime` gives them, one for each series of the process. */
  row(atMs: number, points: readonly Points[], rows: Int32Array): string
  end(): string
}

export function formatWriter(format: Format): FormatWriter {
  switch (format) {
    case 'csv':
      return csvWriter()
    case 'jsonl':
      return jsonLinesWriter()
    case 'openmetrics':
      return openMetricsWriter()
    default:
      return format satisfies never
  }
}

export const CSV_SERIES = ['service', 'instance', 'series', 'kind', 'unit', 'max', 'matches'] as const

/** A line a point: series, time as ISO, value; empty where it is not known. */
function csvWriter(): FormatWriter {
  let heads: string[] = []
  return {
    bySeries: false,
    begin: (stepped) => `${[...CSV_SERIES, 'time', ...(stepped ? ['min', 'mean', 'max'] : ['value'])].join(',')}\n`,
    process({ service, instance, series }) {
      heads = series.map(({ name, kind, unit, max, matches }) =>
        [...[service, instance, name].map(asText), kind, unit, String(max ?? ''), asText(matches ?? '')]
          .map(csvCell)
          .join(','),
      )
      return ''
    },
    row(atMs, points, rows) {
      const time = new Date(atMs).toISOString()
      let text = ''
      for (let at = 0; at < points.length; at++) {
        const row = rows[at] as number
        if (row < 0) continue
        const { min, mean, max } = points[at] as Points
        const values = min && max ? [min[row], mean[row], max[row]] : [mean[row]]
        text += `${heads[at]},${time},${values.map((value) => csvNumber(value as number)).join(',')}\n`
      }
      return text
    },
    end: () => '',
  }
}

function csvNumber(value: number): string {
  return Number.isNaN(value) ? '' : numberText(value)
}

function csvCell(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line for each process with its series, then a line a frame with the values by name. */
function jsonLinesWriter(): FormatWriter {
  let head = ''
  let names: string[] = []
  return {
    bySeries: false,
    begin: () => '',
    process({ service, instance, series }) {
      head = `{"service":${JSON.stringify(service)},"instance":${JSON.stringify(instance)}`
      names = series.map(({ name }) => JSON.stringify(name))
      return `${head},"series":${JSON.stringify(series)}}\n`
    },
    row(atMs, points, rows) {
      let values = ''
      for (let at = 0; at < points.length; at++) {
        const row = rows[at] as number
        if (row < 0) continue
        const { min, mean, max } = points[at] as Points
        const text =
          min && max
            ? `[${[min[row], mean[row], max[row]].map((value) => jsonNumber(value as number)).join(',')}]`
            : jsonNumber(mean[row] as number)
        values += `${values === '' ? '' : ','}${names[at]}:${text}`
      }
      return `${head},"atMs":${atMs},"values":{${values}}}\n`
    },
    end: () => '',
  }
}

export const OPEN_METRICS_FAMILY = 'tidemark_series_value'

/** As `/metrics` names them, with times; NaN where a value is not known. Points of a series stand together, as the format wants. */
function openMetricsWriter(): FormatWriter {
  let heads: string[] = []
  return {
    bySeries: true,
    begin: () => `# TYPE ${OPEN_METRICS_FAMILY} gauge\n# HELP ${OPEN_METRICS_FAMILY} A series of a process.\n`,
    process({ service, instance, series }) {
      heads = series.map(({ name, kind, unit }) => {
        const labels = { service, instance, series: name, kind, unit }
        const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`)
        return `${OPEN_METRICS_FAMILY}{${pairs.join(',')}}`
      })
      return ''
    },
    row(atMs, points, rows) {
      let text = ''
      for (let at = 0; at < points.length; at++) {
        const row = rows[at] as number
        if (row >= 0)
          text += `${heads[at]} ${numberText((points[at] as Points).mean[row] as number)} ${(atMs / 1_000).toFixed(3)}\n`
      }
      return text
    },
    end: () => '# EOF\n',
  }
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
