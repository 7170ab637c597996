/** Points as they are read, by process and series, until there are enough of them to be turned into frames. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'

export interface BookedSeries {
  declaration: SeriesDeclaration
  atMs: Float64Array
  /** NaN: not known. */
  values: Float64Array
}

export interface BookedProcess {
  service: string
  instance: string
  series: BookedSeries[]
}

class SeriesPoints {
  private atMs = new Float64Array(64)
  private values = new Float64Array(64)
  private length = 0
  private rises = true

  constructor(readonly declaration: SeriesDeclaration) {}

  add(atMs: number, value: number): void {
    if (this.length === this.atMs.length) {
      this.atMs = grown(this.atMs)
      this.values = grown(this.values)
    }
    if (this.length > 0 && atMs < (this.atMs[this.length - 1] as number)) this.rises = false
    this.atMs[this.length] = atMs
    this.values[this.length++] = value
  }

  /** In the order of time; points of one time as they came. */
  take(): BookedSeries {
    const atMs = this.atMs.slice(0, this.length)
    const values = this.values.slice(0, this.length)
    this.length = 0
    if (this.rises) return { declaration: this.declaration, atMs, values }
    this.rises = true
    const order = Uint32Array.from(atMs.keys()).sort((a, b) => (atMs[a] as number) - (atMs[b] as number) || a - b)
    return {
      declaration: this.declaration,
      atMs: Float64Array.from(order, (at) => atMs[at] as number),
      values: Float64Array.from(order, (at) => values[at] as number),
    }
  }
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

export class PointBook {
  private readonly processes = new Map<
    string,
    { service: string; instance: string; series: Map<string, SeriesPoints> }
  >()
  /** Points that wait. */
  count = 0

  /** The series under this name, if the process has it already. */
  declared(service: string, instance: string, name: string): SeriesDeclaration | undefined {
    return this.processes.get(keyOf(service, instance))?.series.get(name)?.declaration
  }

  declare(service: string, instance: string, declaration: SeriesDeclaration): void {
    const key = keyOf(service, instance)
    const process = this.processes.get(key) ?? { service, instance, series: new Map<string, SeriesPoints>() }
    this.processes.set(key, process)
    if (!process.series.has(declaration.name)) process.series.set(declaration.name, new SeriesPoints(declaration))
  }

  /** The series must be declared. */
  add(service: string, instance: string, name: string, atMs: number, value: number): void {
    this.processes.get(keyOf(service, instance))?.series.get(name)?.add(atMs, value)
    this.count++
  }

  seriesCount(service: string, instance: string): number {
    return this.processes.get(keyOf(service, instance))?.series.size ?? 0
  }

  /** Hands over all that waits; what was declared stays declared. */
  take(): BookedProcess[] {
    this.count = 0
    return [...this.processes.values()].map(({ service, instance, series }) => ({
      service,
      instance,
      series: [...series.values()].map((one) => one.take()).filter(({ atMs }) => atMs.length > 0),
    }))
  }
}

function keyOf(service: string, instance: string): string {
  return `${service}\n${instance}`
}
