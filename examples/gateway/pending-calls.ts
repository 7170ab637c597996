import { heldBytes } from '../wire/held'
import type { FaultSwitch } from './faults'

interface PendingCall {
  readonly caller: number
  /** What the caller calls it. */
  readonly askedAs: number
  readonly timer: NodeJS.Timeout
  /** What was asked, kept until it is answered. */
  readonly request: number[]
}

/** Calls that wait for their answer, each with its caller: when that is gone, nobody waits any more. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>()
  #lastId = 0

  constructor(
    readonly requestBytes: number,
    readonly faults: FaultSwitch,
  ) {}

  get size(): number {
    return this.#calls.size
  }

  /** `onDeadline` is called unless the call ended before. */
  open(caller: number, askedAs: number, deadlineMs: number, onDeadline: () => void): number {
    const id = ++this.#lastId
    const timer = setTimeout(() => {
      this.#calls.delete(id)
      onDeadline()
    }, deadlineMs)
    this.#calls.set(id, { caller, askedAs, timer, request: heldBytes(this.requestBytes) })
    return id
  }

  /** Answers who waits for it; nobody where the caller is gone or its time is up. */
  answer(id: number, clients: { has(id: number): boolean }): { caller: number; askedAs: number } | undefined {
    const call = this.#calls.get(id)
    if (!call) return undefined
    // The fault: an answer for a caller that is not there goes nowhere, and its call is forgotten instead of removed.
    if (this.faults.has('calls-kept') && !clients.has(call.caller)) return undefined
    this.#end(id, call)
    return call
  }

  /** Ends the calls of a caller that is gone; answers how many that were. */
  callerGone(caller: number): number {
    let ended = 0
    for (const [id, call] of this.#calls) {
      if (call.caller !== caller) continue
      // The fault: nobody hears of the end of this call any more, its deadline included.
      if (this.faults.has('calls-kept')) clearTimeout(call.timer)
      else {
        this.#end(id, call)
        ended++
      }
    }
    return ended
  }

  /** Ends the calls whose callers are gone; answers how many that were. */
  removeOrphans(clients: { has(id: number): boolean }): number {
    let ended = 0
    for (const [id, call] of this.#calls) {
      if (clients.has(call.caller)) continue
      this.#end(id, call)
      ended++
    }
    return ended
  }

  endAll(): void {
    for (const [id, call] of this.#calls) this.#end(id, call)
  }

  #end(id: number, call: PendingCall): void {
    clearTimeout(call.timer)
    this.#calls.delete(id)
  }
}
