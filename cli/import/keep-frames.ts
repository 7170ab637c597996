/** Puts frames of a file into a store, each once, however often the file is read. */
import type { LifeDescription } from '../../lib/protocol/agent-wire'
import { processId } from '../../lib/protocol/process-id'
import type { Store } from '../../lib/history/store'
import { framesOf } from './frames-of'
import type { BookedProcess } from './point-book'

/** Frames on their way to disk; more would only wait. */
const VALUES_ON_THE_WAY = 2_000_000

interface ImportedLife {
  boot: string
  lastSeq: number
}

export class FrameKeeper {
  /** By process and set of series. */
  private readonly lives = new Map<string, ImportedLife>()
  private onTheWay: Promise<void>[] = []
  private valuesOnTheWay = 0

  /** `fingerprint`: that of the file. The lives are named after it, so that what it brought once is known. */
  constructor(
    private readonly store: Store,
    private readonly fingerprint: string,
  ) {}

  async keep(process: BookedProcess): Promise<void> {
    const id = processId(process.service, process.instance)
    for (const { signature, series, block } of framesOf(process)) {
      const key = `${id}\n${signature}`
      let life = this.lives.get(key)
      if (life === undefined) {
        life = { boot: `import-${this.fingerprint}-${this.lives.size + 1}`, lastSeq: 0 }
        this.lives.set(key, life)
        const description = descriptionOf(process, life.boot, block.atMs[0] as number)
        await this.store.openLife({ process: id, life: description, series })
      }
      for (let row = 0; row < block.count; row++) block.seqs[row] = ++life.lastSeq
      await this.append(id, life.boot, block)
    }
  }

  /** Resolves once all of it is on disk. */
  async end(): Promise<void> {
    const waiting = this.onTheWay
    this.onTheWay = []
    this.valuesOnTheWay = 0
    await Promise.all(waiting)
  }

  private async append(process: string, boot: string, block: Parameters<Store['append']>[0]['block']): Promise<void> {
    this.onTheWay.push(this.store.append({ process, boot, block }))
    this.valuesOnTheWay += block.values.length
    if (this.valuesOnTheWay >= VALUES_ON_THE_WAY) await this.end()
  }
}

function descriptionOf({ service, instance }: BookedProcess, boot: string, startedAtMs: number): LifeDescription {
  return { service, instance, boot, pid: 0, host: 'import', runtime: 'import', startedAtMs }
}
