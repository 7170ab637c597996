/** Between the readers of the formats and the book: whatever comes is checked as the hub checks an agent's. */
import type { SeriesDeclaration } from '../../lib/protocol/agent-wire'
import { textFault, timeFault } from '../../lib/protocol/checks'
import { decodeSeries } from '../../lib/protocol/decode-hello'
import { LIMITS } from '../../lib/protocol/limits'
import type { PointBook } from './point-book'

/** What is wrong with a line; who reads the file knows which one. */
export class BadLine extends Error {}

export class PointTaker {
  points = 0
  /** How many of them stand for a step of time. */
  means = 0

  constructor(
    private readonly book: PointBook,
    private readonly nowMs: number,
  ) {}

  /** @throws BadLine where the names are none, or the series was declared otherwise before. */
  declare(service: string, instance: string, declaration: unknown): SeriesDeclaration {
    const fault =
      textFault('the service', service, LIMITS.textChars) ?? textFault('the instance', instance, LIMITS.textChars)
    if (fault !== null) throw new BadLine(fault)
    const decoded = decodeSeries({ series: [declaration] }, new Set())
    if (!decoded.ok) throw new BadLine(decoded.message.replace('series[0].', "the series's "))
    const one = decoded.value[0] as SeriesDeclaration
    const before = this.book.declared(service, instance, one.name)
    if (before !== undefined) {
      if (before.kind === one.kind && before.unit === one.unit) return before
      throw new BadLine(
        `the series ${one.name} is a ${one.kind} in ${one.unit} here, and was a ${before.kind} in ${before.unit} before; it can be only one.`,
      )
    }
    if (this.book.seriesCount(service, instance) >= LIMITS.seriesPerProcess)
      throw new BadLine(`the process has more than ${LIMITS.seriesPerProcess} series; leave some out.`)
    this.book.declare(service, instance, one)
    return one
  }

  isDeclared(service: string, instance: string, name: string): boolean {
    return this.book.declared(service, instance, name) !== undefined
  }

  /** A point of a declared series; `isMean`: of a step of time, whose min and max have no place in a frame. @throws BadLine */
  add(service: string, instance: string, name: string, atMs: number, value: number, isMean = false): void {
    const fault = timeFault('the time', atMs, this.nowMs)
    if (fault !== null) throw new BadLine(fault)
    if (!Number.isNaN(value) && !Number.isFinite(value))
      throw new BadLine(`the value of ${name} is ${value}; it must be a finite number.`)
    this.book.add(service, instance, name, atMs, value)
    this.points++
    if (isMean) this.means++
  }
}
