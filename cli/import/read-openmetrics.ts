import { show } from '../../lib/protocol/checks'
import { OPEN_METRICS_FAMILY } from '../export/formats'
import { BadLine, type PointTaker } from './point-taker'

const SAMPLE = /^([A-Za-z_:][\w:]*)\{(.*)\} (\S+) (\S+)$/u
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/uy

/** The family that `tidemark export` writes, with its labels and times. */
export class OpenMetricsReader {
  private isEnded = false
  private readonly known = new Map<string, { service: string; instance: string; name: string }>()

  constructor(private readonly taker: PointTaker) {}

  line(text: string): void {
    if (this.isEnded) throw new BadLine('there is something after "# EOF".')
    if (text === '# EOF') this.isEnded = true
    else if (!text.startsWith('#')) this.takeSample(text)
  }

  end(): void {
    if (!this.isEnded) throw new BadLine('it does not end with "# EOF": something of it is missing.')
  }

  private takeSample(text: string): void {
    const [, family, labels = '', value = '', time = ''] = SAMPLE.exec(text) ?? []
    if (family === undefined) throw new BadLine('it is no sample with labels, a value and a time.')
    if (family !== OPEN_METRICS_FAMILY)
      throw new BadLine(
        `the metric is ${show(family)}; only ${OPEN_METRICS_FAMILY}, as tidemark export writes it, goes in.`,
      )
    const { service, instance, name } = this.known.get(labels) ?? this.declare(labels)
    const number = value === 'NaN' ? Number.NaN : Number(value)
    if (Number.isNaN(number) && value !== 'NaN') throw new BadLine(`the value is ${show(value)}; it must be a number.`)
    const seconds = Number(time)
    if (Number.isNaN(seconds)) throw new BadLine(`the time is ${show(time)}; it must be seconds since 1970.`)
    this.taker.add(service, instance, name, Math.round(seconds * 1_000), number)
  }

  private declare(text: string): { service: string; instance: string; name: string } {
    const labels = labelsOf(text)
    const [service = '', instance = '', name = ''] = ['service', 'instance', 'series'].map((label) => labels.get(label))
    this.taker.declare(service, instance, {
      name,
      kind: labels.get('kind') ?? 'gauge',
      unit: labels.get('unit') ?? 'count',
    })
    const found = { service, instance, name }
    this.known.set(text, found)
    return found
  }
}

function labelsOf(text: string): Map<string, string> {
  const labels = new Map<string, string>()
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const at = LABEL.lastIndex
    const [, name, value] = LABEL.exec(text) ?? []
    if (name === undefined || value === undefined)
      throw new BadLine(`the labels are no labels from ${show(text.slice(at))} on.`)
    labels.set(
      name,
      value.replaceAll(/\\(.)/gu, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped)),
    )
  }
  return labels
}
