/** What is captured of targets: asked for, received whole or not at all, kept within bounds, and remembered. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Store } from '../../history/store'
import { type Asked, NOT_CONNECTED, type Targets } from '../../ingest/targets'
import type { Capture, CaptureKind } from '../../protocol/captures'
import { type CaptureFiles, NoRoom } from './capture-files'
import { type Standing, waitForStanding } from './standing-target'

export const CAPTURES = 'captures'

export interface CaptureLimits {
  /** Files that are kept; past it, or past `totalBytes`, the oldest go. */
  count: number
  totalBytes: number
  /** One file. */
  bytes: number
  /** What has to stay free on the disk. */
  spareBytes: number
  /** How long a target may take from the command to its answer. */
  withinMs: number
}

export const CAPTURE_LIMITS: CaptureLimits = {
  count: 100,
  totalBytes: 4 * 1024 ** 3,
  bytes: 2 * 1024 ** 3,
  spareBytes: 256 * 1024 ** 2,
  withinMs: 15 * 60_000,
}

export interface CapturesOptions {
  store: Pick<Store, 'putRecords' | 'records'>
  files: CaptureFiles
  targets: Targets
  nowMs: () => number
  limits: CaptureLimits
  /** A capture is there, or failed; also when its state changes on the way. */
  onChange: (capture: Capture) => void
  onForgotten: (id: string) => void
  onTrouble: (message: string, cause: unknown) => void
}

export interface Wish {
  kind: CaptureKind
  process: string
  service: string
  instance: string
  version?: string
  by: string
  alert?: string
  hasStrings: boolean
  /** For the target, beside where to send it. */
  args: object
}

export type Refused = { ok: false; status: number; code: string; message: string }
export type Taken = { ok: true; value: Capture } | Refused

export class Captures {
  readonly #options: CapturesOptions
  /** By id, oldest first. */
  readonly #captures = new Map<string, Capture>()
  /** What the target was given, until it is used. */
  readonly #tokens = new Map<string, string>()
  /** What is being received. */
  readonly #bodies = new Map<string, Readable>()
  /** One at a time of each process. */
  readonly #running = new Map<string, string>()

  constructor(options: CapturesOptions) {
    this.#options = options
  }

  /** What was under way when the hub ended has failed, and leaves nothing behind. */
  async recover(): Promise<void> {
    const { store, files } = this.#options
    const whole = await files.open()
    const kept = (await store.records(CAPTURES)).map(({ body }) => body as Capture)
    for (const capture of kept.toSorted((a, b) => a.askedAtMs - b.askedAtMs)) {
      const isHere = whole.delete(capture.id)
      this.#captures.set(capture.id, capture)
      if (capture.state === 'ready' && !isHere)
        await this.#end(capture, 'failed', 'its file is gone from the disk of the hub.')
      if (isUnderWay(capture)) await this.#end(capture, 'failed', 'the hub was restarted while it was taken.')
    }
    for (const id of whole.keys()) await files.remove(id)
  }

  /** Newest first. */
  all(): Capture[] {
    return [...this.#captures.values()].toReversed()
  }

  get(id: string): Capture | undefined {
    return this.#captures.get(id)
  }

  /** Resolves once the target was asked; what comes of it is told by `onChange`. */
  async take(wish: Wish): Promise<Taken> {
    const { targets, nowMs } = this.#options
    const boot = targets.bootOf(wish.process)
    const refusal = boot === undefined ? UNCONNECTED : await this.#refusal(wish)
    if (boot === undefined || refusal) return refusal ?? UNCONNECTED
    const { args, ...known } = wish
    const id = `${nowMs().toString(36)}-${randomBytes(4).toString('hex')}`
    const capture: Capture = {
      ...known,
      id,
      boot,
      state: 'asked',
      askedAtMs: nowMs(),
      readyAtMs: null,
      bytes: null,
      result: null,
      error: null,
    }
    const token = randomBytes(24).toString('base64url')
    this.#tokens.set(id, token)
    this.#running.set(wish.process, id)
    await this.#put(capture)
    void this.#ask(capture, { ...args, capture: id, token })
    return { ok: true, value: capture }
  }

  /** What the target sends. The token is good once. */
  async receive(id: string, token: string, body: Readable): Promise<Taken> {
    const capture = this.#captures.get(id)
    const expected = this.#tokens.get(id)
    if (!capture || expected === undefined || !isSame(expected, token))
      return refused(403, 'bad_token', 'no upload is expected here with this token.')
    this.#tokens.delete(id)
    this.#bodies.set(id, body)
    const { files, limits } = this.#options
    try {
      await this.#put({ ...capture, state: 'receiving' })
      const room = Math.max(0, (await files.freeBytes()) - limits.spareBytes)
      const bytes = await files.receive(id, body, Math.min(limits.bytes, room))
      const now = this.#captures.get(id)
      if (now && isUnderWay(now)) return { ok: true, value: await this.#ready({ ...now, bytes }) }
      await files.remove(id)
      return refused(409, 'cancelled', 'the capture was cancelled.')
    } catch (error) {
      const isFull = error instanceof NoRoom
      const now = this.#captures.get(id)
      // Its file may be whole, and that it is could not be kept: then it would be gone after the next start.
      const isUnkept = now?.state === 'ready'
      const told = isUnkept ? 'the hub could not note that it is there.' : 'it ended before it was whole.'
      const why = isFull ? `${error.message}.` : told
      if (now && (isUnderWay(now) || isUnkept)) await this.#end(now, 'failed', `Its file could not be kept: ${why}`)
      return isFull ? refused(507, 'no_room', why) : refused(400, 'bad_request', why)
    } finally {
      this.#bodies.delete(id)
    }
  }

  async cancel(id: string): Promise<Taken> {
    const capture = this.#captures.get(id)
    if (!capture) return refused(404, 'not_found', `no capture has the id ${JSON.stringify(id)}.`)
    if (!isUnderWay(capture)) return refused(409, 'over', `the capture is ${capture.state} already.`)
    if (capture.kind === 'heap-snapshot')
      void this.#options.targets.ask(capture.process, capture.kind, { cancel: true }, 10_000)
    return { ok: true, value: await this.#end(capture, 'cancelled', null) }
  }

  async remove(id: string): Promise<boolean> {
    const capture = this.#captures.get(id)
    if (!capture || isUnderWay(capture)) return false
    await this.#forget(capture)
    return true
  }

  /** Whether a process is being captured: it stands still, and is not down. */
  isCapturing(process: string): boolean {
    return this.#running.has(process)
  }

  async #ask(capture: Capture, args: object): Promise<void> {
    const { targets, limits } = this.#options
    const answer: Asked = await targets.ask(capture.process, capture.kind, args, limits.withinMs)
    const now = this.#captures.get(capture.id)
    if (!now) return
    try {
      if (!answer.ok && answer.code === 'no_answer' && capture.kind === 'heap-snapshot')
        this.#await(now, answer.message)
      else if (!answer.ok && isUnderWay(now)) await this.#end(now, 'failed', answer.message)
      else if (answer.ok) await this.#told({ ...now, result: numbersOf(answer.result) })
    } catch (error) {
      this.#options.onTrouble('what became of a capture could not be kept', error)
    }
  }

  /** The target did not answer in time; what it captured may come all the same. */
  #await({ id, process, boot }: Capture, message: string): void {
    const { nowMs, targets } = this.#options
    const standing: Standing = {
      isAwaited: () => this.#captures.get(id)?.state === 'asked',
      hasAnotherLife: () => ![undefined, boot].includes(targets.bootOf(process)),
    }
    waitForStanding(standing, nowMs, () => {
      const now = this.#captures.get(id)
      if (!now) return
      this.#end(now, 'failed', message).catch((error: unknown) =>
        this.#options.onTrouble('what became of a capture could not be kept', error),
      )
    })
  }

  /** The file and the target's answer come in either order. */
  async #told(capture: Capture): Promise<void> {
    if (capture.state === 'ready') await this.#put(capture)
    else if (this.#tokens.has(capture.id))
      await this.#end(capture, 'failed', 'the target said it was done, and sent nothing.')
    else this.#captures.set(capture.id, capture)
  }

  async #ready(capture: Capture): Promise<Capture> {
    const ready: Capture = { ...capture, state: 'ready', readyAtMs: this.#options.nowMs() }
    this.#release(ready)
    await this.#put(ready)
    await this.#trim(ready.id)
    return ready
  }

  async #end(capture: Capture, state: 'failed' | 'cancelled', error: string | null): Promise<Capture> {
    const ended: Capture = { ...(this.#captures.get(capture.id) ?? capture), state, error }
    this.#release(ended)
    // At once: whoever receives its file sees that fail now, and must not take that for the end.
    this.#captures.set(ended.id, ended)
    this.#bodies.get(ended.id)?.destroy(new Error('the capture was ended'))
    await this.#options.files.remove(ended.id)
    try {
      await this.#put(ended)
    } catch (error) {
      // On a full disk, say. What is under way there has failed at the next start.
      this.#options.onTrouble('what became of a capture could not be kept', error)
    }
    return ended
  }

  #release({ id, process }: Capture): void {
    this.#tokens.delete(id)
    if (this.#running.get(process) === id) this.#running.delete(process)
  }

  async #refusal({ process }: Wish): Promise<Refused | null> {
    const { files, limits } = this.#options
    if (this.#running.has(process))
      return refused(409, 'busy', 'a capture of this process is under way; wait for it, or cancel it.')
    if ((await files.freeBytes()) < 2 * limits.spareBytes)
      return refused(507, 'no_room', 'the disk of the hub is nearly full; a capture needs room there first.')
    return null
  }

  async #trim(newest: string): Promise<void> {
    const { count, totalBytes } = this.#options.limits
    let total = [...this.#captures.values()].reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    for (const capture of this.#captures.values()) {
      if (this.#captures.size <= count && total <= totalBytes) break
      if (capture.id === newest || isUnderWay(capture)) continue
      total -= capture.bytes ?? 0
      await this.#forget(capture)
    }
  }

  async #forget({ id }: Capture): Promise<void> {
    this.#captures.delete(id)
    this.#options.onForgotten(id)
    await this.#options.files.remove(id)
    await this.#options.store.putRecords(CAPTURES, [{ id, body: null }])
  }

  async #put(capture: Capture): Promise<void> {
    this.#captures.set(capture.id, capture)
    this.#options.onChange(capture)
    await this.#options.store.putRecords(CAPTURES, [{ id: capture.id, body: capture }])
  }
}

const UNCONNECTED = refused(409, 'not_connected', NOT_CONNECTED)

function refused(status: number, code: string, message: string): Refused {
  return { ok: false, status, code, message }
}

function isUnderWay({ state }: Capture): boolean {
  return state === 'asked' || state === 'receiving'
}

function isSame(expected: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(expected), digest(token))
}

function numbersOf(result: unknown): Record<string, number> {
  const entries = typeof result === 'object' && result !== null ? Object.entries(result) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number').slice(0, 20),
  )
}
