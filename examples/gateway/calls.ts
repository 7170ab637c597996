import type { Agent } from '@tidemark/agent'
import { PendingCalls } from '@tidemark/agent/bounded'
import { heldBytes } from '../wire/held'
import type { Client } from './clients'
import type { FaultSwitch } from './faults'

export interface CallsOptions {
  deadlineMs: number
  /** How much of what was asked is kept until it is answered. */
  requestBytes: number
  faults: FaultSwitch
}

type Answered = (how: 'answered' | 'deadline') => void

interface ForgottenCall {
  readonly client: Client
  readonly answered: Answered
  readonly timer: NodeJS.Timeout
  readonly request: number[]
}

/** Calls that wait for their answer: PendingCalls, tied to their caller; with the fault `calls-kept` a map that does not know who asked. */
export class Calls {
  readonly #pending: PendingCalls<void>
  readonly #kept = new Map<number, ForgottenCall>()
  readonly #options: CallsOptions
  #lastKept = 0

  constructor(options: CallsOptions) {
    this.#options = options
    const agent = options.faults.fault === 'calls-kept' ? null : undefined
    this.#pending = new PendingCalls({ name: 'calls', deadlineMs: options.deadlineMs, agent })
  }

  get size(): number {
    return this.#pending.size + this.#kept.size
  }

  /** Answers what the peers call it, or nothing where it cannot be taken. `answered` is called unless the caller goes before. */
  open(client: Client, answered: Answered): number | undefined {
    const request = heldBytes(this.#options.requestBytes)
    if (this.#options.faults.has('calls-kept')) return this.#keep(client, answered, request)
    const id = this.#pending.open(
      ({ how }) => {
        // What was asked is there until the call is over.
        if (request.length > 0 && (how === 'answered' || how === 'deadline')) answered(how)
      },
      { caller: client.socket },
    )
    return typeof id === 'number' ? id : undefined
  }

  answer(id: number): void {
    const kept = this.#kept.get(id)
    // The fault: an answer for a caller that is not there goes nowhere, and its call is forgotten instead of removed.
    if (kept?.client.socket.destroyed && this.#options.faults.has('calls-kept')) return
    if (!kept) this.#pending.answer(id, undefined)
    else {
      this.#forget(id, kept)
      kept.answered('answered')
    }
  }

  /** Ends the calls whose callers are gone; answers how many that were. */
  repair(): number {
    let ended = 0
    for (const [id, call] of this.#kept) {
      if (!call.client.socket.destroyed) continue
      this.#forget(id, call)
      ended++
    }
    return ended
  }

  watchedBy(agent: Agent): void {
    if (this.#options.faults.fault === 'calls-kept') agent.pending('calls', this)
  }

  close(): void {
    this.#pending.close()
    for (const [id, call] of this.#kept) this.#forget(id, call)
  }

  #keep(client: Client, answered: Answered, request: number[]): number {
    // Below 0, where no pending call has its id.
    const id = --this.#lastKept
    const timer = setTimeout(() => {
      // The fault: nobody hears of the end of a call whose caller has died, its deadline included.
      if (client.socket.destroyed && this.#options.faults.has('calls-kept')) return
      this.#kept.delete(id)
      answered('deadline')
    }, this.#options.deadlineMs)
    this.#kept.set(id, { client, answered, timer, request })
    return id
  }

  #forget(id: number, { timer }: ForgottenCall): void {
    clearTimeout(timer)
    this.#kept.delete(id)
  }
}
