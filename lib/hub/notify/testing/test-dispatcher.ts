/** A dispatcher with a clock turned by hand and a memory that plays the disk: what is in it survives a crash. */
import type { AlertMessage, Channel, Delivery } from '../../../protocol/alerts'
import { Dispatcher, type DispatcherOptions, type Remains } from '../dispatcher'
import { HandClock } from './hand-clock'
import { BEGIN_MS } from './messages'

export class TestDisk {
  readonly deliveries = new Map<string, Delivery>()
  /** Each save, as the states of its deliveries. */
  readonly saves: string[][] = []
  private readonly waiting: {
    id: string
    fits: (delivery: Delivery) => boolean
    resolve: (delivery: Delivery) => void
  }[] = []

  readonly save = async (deliveries: Delivery[]): Promise<void> => {
    this.saves.push(deliveries.map(({ state }) => state))
    for (const delivery of deliveries) {
      this.deliveries.set(delivery.id, delivery)
      for (const one of this.waiting) if (one.id === delivery.id && one.fits(delivery)) one.resolve(delivery)
    }
  }

  /** The first state of a delivery that fits, saved before or from now on. */
  until(id: string, fits: (delivery: Delivery) => boolean): Promise<Delivery> {
    return new Promise((resolve) => {
      const now = this.deliveries.get(id)
      if (now && fits(now)) resolve(now)
      else this.waiting.push({ id, fits, resolve })
    })
  }

  sent(id: string): Promise<Delivery> {
    return this.until(id, ({ state }) => state === 'sent')
  }

  failed(id: string): Promise<Delivery> {
    return this.until(id, ({ state }) => state === 'failed')
  }

  tried(id: string, tries: number): Promise<Delivery> {
    return this.until(id, (delivery) => delivery.tries >= tries)
  }

  /** What a start after a crash finds. */
  remains(messages: AlertMessage[]): Remains {
    return { queued: [...this.deliveries.values()].filter(({ state }) => state === 'queued'), messages, standing: [] }
  }
}

export interface TestDispatcher {
  dispatcher: Dispatcher
  clock: HandClock
  disk: TestDisk
  troubles: string[]
}

export async function startDispatcher(
  channels: readonly Channel[],
  over: Partial<DispatcherOptions> & { disk?: TestDisk; clock?: HandClock } = {},
): Promise<TestDispatcher> {
  const { disk = new TestDisk(), clock = new HandClock(BEGIN_MS), ...options } = over
  const troubles: string[] = []
  const dispatcher = new Dispatcher({
    save: disk.save,
    points: async () => null,
    link: 'http://tidemark.example',
    onTrouble: (sentence) => troubles.push(sentence),
    clock,
    random: () => 0,
    ...options,
    settings: { stopGraceMs: 0, ...options.settings },
  })
  await dispatcher.setChannels(channels)
  return { dispatcher, clock, disk, troubles }
}

export interface TestBench {
  start: typeof startDispatcher
  /** Every timer is gone after it. */
  stopAll(): Promise<void>
}

/** For tests that start several, all of which are stopped together. */
export function testBench(): TestBench {
  const started: TestDispatcher[] = []
  return {
    start: async (...args) => {
      const one = await startDispatcher(...args)
      started.push(one)
      return one
    },
    stopAll: async () => {
      for (const { dispatcher, clock } of started.splice(0)) {
        const stopped = dispatcher.stop()
        clock.turn(0)
        await stopped
        if (clock.pending > 0) throw new Error(`${clock.pending} timers are left after a stop.`)
      }
    },
  }
}
