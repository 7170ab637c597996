/** Saves what changed, in order and in batches: while one save runs, later changes gather, the newest of each delivery. */
import type { Delivery } from '../../protocol/alerts'

export type SaveDeliveries = (deliveries: Delivery[]) => Promise<void>

export class Saver {
  private changed = new Map<string, Delivery>()
  private running: Promise<void> | null = null

  constructor(
    private readonly save: SaveDeliveries,
    private readonly onTrouble: (sentence: string) => void,
  ) {}

  /** Resolves when these are saved, or when saving them has failed and was told as trouble. */
  async keep(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) this.changed.set(delivery.id, delivery)
    // What runs now began before these came; the run after it takes them.
    if (this.running) await this.running
    await this.flush()
  }

  /** Until nothing waits. */
  async flush(): Promise<void> {
    while (this.changed.size > 0 || this.running) {
      this.running ??= this.saveOnce()
      await this.running
    }
  }

  private async saveOnce(): Promise<void> {
    const batch = [...this.changed.values()]
    this.changed = new Map()
    try {
      await this.save(batch)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.onTrouble(`what became of ${batch.length} deliveries could not be saved: ${why}`)
    } finally {
      this.running = null
    }
  }
}
