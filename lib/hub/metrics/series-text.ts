/** The newest value of every live series in Prometheus' text format, made only while it is read. */
import type { ProcessEntry } from '../roster/process-entry'

/** About what one write to a socket takes. */
const CHUNK_CHARS = 65_536

/**
 * The exposition in chunks, between which other work may run: a hub with ten thousand processes has 300,000 of these
 * lines. Series of processes that are not live, and values that are not known, have no line.
 */
export async function* seriesText(entries: Iterable<ProcessEntry>, nowMs: number): AsyncGenerator<string> {
  let chunk =
    '# HELP tidemark_series_value Newest value of a series of a live process.\n# TYPE tidemark_series_value gauge\n'
  for (const entry of entries) {
    if (entry.state(nowMs) !== 'live') continue
    chunk += linesOf(entry)
    if (chunk.length < CHUNK_CHARS) continue
    yield chunk
    chunk = ''
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (chunk) yield chunk
}

function linesOf({ life, series, newest }: ProcessEntry): string {
  const head = `tidemark_series_value{service="${escapeLabel(life.service)}",instance="${escapeLabel(life.instance)}",series="`
  let lines = ''
  for (let index = 0; index < series.length; index++) {
    const declared = series[index]
    const value = newest[index]
    if (!declared || value === undefined || Number.isNaN(value)) continue
    // A name, a kind and a unit hold nothing that needs an escape; the decoder saw to it.
    lines += `${head}${declared.name}",kind="${declared.kind}",unit="${declared.unit}"} ${value}\n`
  }
  return lines
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
