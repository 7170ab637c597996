import { isRecord, show } from '../../lib/protocol/checks'
import { BadLine, type PointTaker } from './point-taker'

/** A line for each process with its series, and a line a frame, as `tidemark export` writes them. */
export class JsonLinesReader {
  constructor(private readonly taker: PointTaker) {}

  line(text: string): void {
    const input = parsed(text)
    const { service, instance } = input
    if (typeof service !== 'string' || typeof instance !== 'string')
      throw new BadLine('"service" and "instance" must be texts.')
    if (Array.isArray(input['series'])) {
      for (const one of input['series']) this.taker.declare(service, instance, one)
      return
    }
    const { atMs, values } = input
    if (typeof atMs !== 'number') throw new BadLine(`"atMs" must be a number; ${show(atMs)} came.`)
    if (!isRecord(values)) throw new BadLine(`"values" must be an object; ${show(values)} came.`)
    for (const [name, value] of Object.entries(values)) this.takeValue(service, instance, name, atMs, value)
  }

  end(): void {}

  private takeValue(service: string, instance: string, name: string, atMs: number, input: unknown): void {
    // Min, mean and max of a step.
    const isStep = Array.isArray(input) && input.length === 3
    const value: unknown = isStep ? input[1] : input
    if (value !== null && typeof value !== 'number')
      throw new BadLine(
        `the value of ${show(name)} is ${show(value)}; it must be a number, or null where it is not known.`,
      )
    if (!this.taker.isDeclared(service, instance, name))
      throw new BadLine(`no line before declares the series ${show(name)} of this process.`)
    this.taker.add(service, instance, name, atMs, value ?? Number.NaN, isStep)
  }
}

function parsed(text: string): Record<string, unknown> {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw new BadLine(`it is no JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
  if (!isRecord(input)) throw new BadLine(`it must be one object; ${show(input)} came.`)
  return input
}
