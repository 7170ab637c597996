/** From prom-client's names, labels and base units to ours. */
import type { Unit } from '../../../lib/protocol/vocabulary'

const NAME_CHARS_MOST = 120

/** `http_requests_total` with `{ method: 'GET', code: 200 }` is `http_requests_total/code:200/method:GET`; `null` where that is too long. */
export function seriesNameOf(metric: string, labels: Readonly<Record<string, unknown>>, prefix: string): string | null {
  const parts = Object.keys(labels)
    .sort()
    .map((label) => `/${label}:${String(labels[label])}`)
  const name = `${prefix}${metric}${parts.join('')}`.replaceAll(/[^\w.:/-]/gu, '_').replace(/^[^a-z]+/iu, '')
  return name === '' || name.length > NAME_CHARS_MOST ? null : name
}

export interface Scale {
  unit: Unit
  /** What a value is multiplied by. */
  by: number
}

/** Prometheus names base units: seconds are told in milliseconds, as all times here are. */
export function scaleOf(metric: string): Scale {
  const base = metric.replace(/_total$/u, '')
  if (base.endsWith('_bytes')) return { unit: 'bytes', by: 1 }
  if (base.endsWith('_seconds')) return { unit: 'ms', by: 1_000 }
  if (base.endsWith('_ratio')) return { unit: 'ratio', by: 1 }
  if (base.endsWith('_percent')) return { unit: 'percent', by: 1 }
  return { unit: 'count', by: 1 }
}
