/**
 * A heap snapshot, when an operator asks for it. V8 walks the whole heap and writes it in one go, so the process stands still meanwhile, and
 * what is written lies in memory until the hub has it: both are estimated first, and told. Nothing is ever put on this machine's disk.
 */
import { Readable, Transform } from 'node:stream'
import { getHeapSnapshot, getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import {
  type CancelResult,
  CAPTURE_EVENT,
  type SnapshotEstimate,
  type SnapshotResult,
} from '../../lib/protocol/commands'
import { redactStrings } from '../../lib/protocol/heap-snapshot/redact'
import type { EventLevel } from '../../lib/protocol/vocabulary'
import { reasonOf } from '../warnings'
import { CommandError } from './command-error'
import type { CommandArgs, CommandHandler } from './desk'
import { freeMemory } from './free-memory'
import { estimateSnapshot, type HeapNow, type Taken, weightOf } from './snapshot-estimate'
import { cancelled, captureTarget, type Patience, upload } from './upload'

export interface SnapshotParts {
  hubUrl: string
  patience: Patience
  mayKeepStrings: boolean
  /** An event for the hub; resolves when it is there, or is not going to be soon. */
  announce: (type: string, level: EventLevel, message: string) => Promise<void>
  freeBytes?: () => number
}

export function snapshotCommand(parts: SnapshotParts): CommandHandler {
  const { hubUrl, patience, announce } = parts
  let running: AbortController | null = null
  let before: Taken | null = null

  function estimate(): SnapshotEstimate {
    const known = estimateSnapshot(heapNow(parts.freeBytes ?? freeMemory), before)
    if (!running) return known
    return { ...known, isAllowed: false, reason: 'a snapshot of this process is being taken; wait for it to end.' }
  }

  async function take(args: CommandArgs, keepStrings: boolean, signal: AbortSignal): Promise<SnapshotResult> {
    const [from, to] = estimate().pauseMs
    await announce(CAPTURE_EVENT, 'info', `captures a heap snapshot, stands still for ${inWords(from, to)}.`)
    // Whoever cancels before this spares the process its pause.
    if (signal.aborted) throw cancelled()
    const heap = heapNow(() => 0)
    const atMs = Date.now()
    const { source, pauseMs } = snapshotNow()
    before = { pauseMs, weightBytes: weightOf(heap) }
    let bytes = 0
    const counted = counting((length) => (bytes += length))
    let given = false
    const open = (): Readable | null => {
      if (given) return null
      given = true
      // Piece by piece: to whoever iterates over it, V8's own stream gives all that was written as one.
      const whole = source.pipe(counted)
      return keepStrings ? whole : Readable.from(redactStrings(whole), { objectMode: false })
    }
    try {
      await upload({ hubUrl, target: captureTarget(args), contentType: 'application/json', open, signal, patience })
    } finally {
      source.destroy()
      counted.destroy()
    }
    return { bytes, pauseMs, atMs }
  }

  async function run(args: CommandArgs): Promise<SnapshotResult> {
    captureTarget(args)
    const keepStrings = args['keepStrings'] === true
    if (keepStrings && !parts.mayKeepStrings)
      throw new CommandError(
        'not_available',
        'the owner of this process does not let the contents of strings leave it; take a snapshot without them.',
      )
    const { isAllowed, reason } = estimate()
    if (!isAllowed) throw new CommandError(running ? 'busy' : 'no_memory', reason ?? 'it is not possible now.')
    running = new AbortController()
    try {
      const result = await take(args, keepStrings, running.signal)
      const stood = (result.pauseMs / 1_000).toFixed(1)
      void announce(CAPTURE_EVENT, 'info', `has captured a heap snapshot, stood still for ${stood} s.`)
      return result
    } catch (thrown) {
      void announce(CAPTURE_EVENT, 'warn', `has captured no heap snapshot: ${reasonOf(thrown)}`)
      throw thrown
    } finally {
      running = null
    }
  }

  return {
    run(args): Promise<SnapshotResult> | SnapshotEstimate | CancelResult {
      if (args['cancel'] === true) {
        const wasRunning = running !== null
        running?.abort()
        return { wasRunning }
      }
      return args['capture'] === undefined ? estimate() : run(args)
    },
    stop: () => running?.abort(),
  }
}

/** All of the standing still is in here: the walk, and the writing, which V8 does in one go with the first reading. */
function snapshotNow(): { source: Readable; pauseMs: number } {
  const fromMs = performance.now()
  const source = getHeapSnapshot()
  source.read(0)
  return { source, pauseMs: performance.now() - fromMs }
}

function counting(count: (length: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count(chunk.length)
      done(null, chunk)
    },
  })
}

function heapNow(freeBytes: () => number): HeapNow {
  const large = getHeapSpaceStatistics().filter(({ space_name: name }) => name.includes('large_object'))
  return {
    usedBytes: getHeapStatistics().used_heap_size,
    largeBytes: large.reduce((sum, { space_used_size: bytes }) => sum + bytes, 0),
    freeBytes: freeBytes(),
  }
}

function inWords(fromMs: number, toMs: number): string {
  const [from, to] = [Math.floor(fromMs / 1_000), Math.ceil(toMs / 1_000)]
  return from === 0 && to === 1 ? 'less than a second' : `${from} to ${to} s`
}
