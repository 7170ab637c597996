/** What is alive by call site, when the hub asks: sampled for a time, or all along. */
import { Readable } from 'node:stream'
import { show } from '../../lib/protocol/checks'
import type { ProfileContent, ProfileResult } from '../../lib/protocol/commands'
import { CommandError } from './command-error'
import type { CommandArgs, CommandHandler } from './desk'
import { HeapSampler, type Sampled } from './heap-sampler'
import { ownPlace } from './own-place'
import { sourceMapsOf } from './source-maps'
import { captureTarget, type Patience, upload, wait } from './upload'

const DURATION_MOST_MS = 600_000

export interface ProfileParts {
  hubUrl: string
  boot: string
  patience: Patience
  /** From the start of the agent on. `trouble` tells the host why it cannot. */
  always: { trouble: (thrown: unknown) => void } | null
}

export function profileCommand({ hubUrl, boot, patience, always }: ProfileParts): CommandHandler {
  const sampler = new HeapSampler()
  const ending = new AbortController()
  const { signal } = ending
  let isRunning = false
  let isKept = always !== null
  try {
    if (always) sampler.start()
  } catch (thrown) {
    always?.trouble(thrown)
  }

  async function sample(durationMs: number): Promise<Sampled> {
    // Asked for what was seen all along: from now on it is.
    if (durationMs === 0) isKept = true
    sampler.start()
    if (durationMs > 0) await wait(durationMs, signal)
    if (!isKept) return sampler.finish()
    try {
      return sampler.read()
    } catch (thrown) {
      // Somebody else ended it. What they have started since is theirs.
      sampler.start()
      throw thrown
    }
  }

  async function send(sampled: Sampled, args: CommandArgs): Promise<ProfileResult> {
    const { profile, sinceMs, atMs, pauseMs } = sampled
    const sourceMaps = await sourceMapsOf(profile)
    const agent = await ownPlace()
    const content: ProfileContent = { profile, sourceMaps, agent, sinceMs, atMs, pid: process.pid, boot }
    const bytes = Buffer.from(JSON.stringify(content))
    const open = (): Readable => Readable.from(pieces(bytes), { objectMode: false })
    await upload({ hubUrl, target: captureTarget(args), contentType: 'application/json', open, signal, patience })
    return { bytes: bytes.length, sinceMs, atMs, pauseMs }
  }

  return {
    async run(args): Promise<ProfileResult> {
      captureTarget(args)
      const durationMs = durationOf(args)
      if (isRunning)
        throw new CommandError('busy', 'a heap profile of this process is being taken; wait for it to end.')
      isRunning = true
      try {
        return await send(await sample(durationMs), args)
      } finally {
        isRunning = false
      }
    },
    stop() {
      ending.abort()
      sampler.close()
    },
  }
}

function durationOf({ durationMs = 0 }: CommandArgs): number {
  if (typeof durationMs === 'number' && durationMs >= 0 && durationMs <= DURATION_MOST_MS) return durationMs
  const wanted = `args.durationMs must be a number of milliseconds from 0 to ${DURATION_MOST_MS}`
  throw new CommandError('bad_command', `${wanted}; ${show(durationMs)} came.`)
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
