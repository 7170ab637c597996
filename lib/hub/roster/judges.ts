/** Those who judge one process: the detector and the rules. Both are fed the same frames of the current life, each once. */
import type { LifeDescription, SeriesDeclaration } from '../../protocol/agent-wire'
import { type FrameBlock, seqAt, timeAt, valuesFrom, valuesIn } from '../../protocol/frame-block'
import { type LifeStart, ProcessGrowth } from '../../growth/process-growth'
import { ProcessRules } from '../../rules/process-rules'
import type { HubSettings } from '../settings'

export class Judges {
  readonly growth: ProcessGrowth
  readonly rules: ProcessRules
  #judgedSeq = 0

  constructor(settings: Pick<HubSettings, 'growth' | 'rules'>) {
    this.growth = new ProcessGrowth(settings.growth)
    this.rules = new ProcessRules(settings.rules)
  }

  startLife({ boot, startedAtMs, version, limits }: LifeDescription, series: readonly SeriesDeclaration[]): void {
    this.#judgedSeq = 0
    const start: LifeStart = {
      boot,
      startedAtMs,
      limits: limits ?? {},
      series,
      ...(version === undefined ? {} : { version }),
    }
    this.growth.startLife(start)
    this.rules.startLife(start)
  }

  addSeries(series: readonly SeriesDeclaration[]): void {
    this.growth.addSeries(series)
    this.rules.addSeries(series)
  }

  /** Another max or help of series that they know. */
  changeSeries(changed: readonly SeriesDeclaration[]): void {
    this.growth.changeSeries(changed)
    this.rules.changeSeries(changed)
  }

  /** Gives them a row that they have not had; answers whether a look of the detector is due. */
  feed(block: FrameBlock, row: number): boolean {
    const seq = seqAt(block, row)
    if (seq <= this.#judgedSeq) return false
    this.#judgedSeq = seq
    const [atMs, values, at] = [timeAt(block, row), valuesIn(block), valuesFrom(block) + row * block.width]
    this.rules.push(atMs, values, at)
    return this.growth.take(atMs, values, at)
  }
}
