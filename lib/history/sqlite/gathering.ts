/** What gathers in the store until the next transaction, with those who wait for it. */
import type { AgentEvent } from '../../protocol/agent-wire'
import type { KeepWaiter, KeptLife } from '../store'
import type { LifeOpened, Note, NoteAnswer, WriteAnswer, WriteRequest } from './core-wire'
import { FrameBatch } from './frame-batch'
import type { LifeNumbers } from './life-numbers'

export interface Waiter<T> {
  resolve: (value: T) => void
  reject: (error: Error) => void
}

export class Gathering {
  readonly frames: FrameBatch
  readonly appends: KeepWaiter[] = []
  readonly lives: { kept: KeptLife; waiter: Waiter<LifeOpened> }[] = []
  readonly events: { process: string; boot: string; events: readonly AgentEvent[]; waiter: Waiter<void> }[] = []

  readonly notes: { note: Note; waiter: Waiter<NoteAnswer> }[] = []

  /** `before`: what gathered last time. */
  constructor(lives: LifeNumbers, before?: Gathering) {
    this.frames = new FrameBatch(lives, before?.frames.size)
  }

  get empty(): boolean {
    return [this.appends, this.lives, this.events, this.notes].every(({ length }) => length === 0)
  }

  request(batch: number, nowMs: number): WriteRequest {
    return {
      batch,
      nowMs,
      lives: this.lives.map(({ kept }) => kept),
      events: this.events.map(({ process, boot, events }) => ({ process, boot, events })),
      notes: this.notes.map(({ note }) => note),
      names: this.frames.lives.tell(),
      frames: this.frames.take(),
    }
  }

  /** Tells those who wait for a life, events or a note; those who wait for frames are told by their batch. */
  settle({ lives, notes, unknownEvents, error }: WriteAnswer): void {
    const fault = error === null ? new Error('the history did not answer') : new Error(error)
    this.lives.forEach(({ waiter }, at) => {
      const opened = lives[at] ?? null
      if (opened === null) waiter.reject(fault)
      else waiter.resolve(opened)
    })
    this.events.forEach(({ waiter }, at) => {
      if (error !== null) waiter.reject(fault)
      else if (unknownEvents.includes(at)) waiter.reject(new Error('events came for a process that was not opened'))
      else waiter.resolve()
    })
    this.notes.forEach(({ waiter }, at) => {
      const kept = notes?.[at]
      if (kept === undefined) waiter.reject(fault)
      else waiter.resolve(kept)
    })
  }

  /** Nothing of it was run. */
  refuse(error: Error): void {
    for (const waiting of [this.lives, this.events, this.notes]) for (const { waiter } of waiting) waiter.reject(error)
  }
}
