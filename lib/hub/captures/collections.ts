/** Collections on demand: what came back, what stayed, and how that compares with the last time. */
import type { Targets } from '../../ingest/targets'
import type { Collected, CollectionResult } from '../../protocol/commands'
import { formatBytes } from '../../format/bytes'

/** The longest pause measured was half a second at 458 MB; the answer waits behind it. */
const WITHIN_MS = 30_000
/** Of what was in use: above, mostly garbage; below, mostly retained. */
const MOSTLY = 0.5
const HARDLY = 0.1
const REMEMBERED = 5_000

export type CollectionAnswer = { ok: true; value: Collected } | { ok: false; code: string; message: string }

export class Collections {
  readonly #targets: Targets
  /** The newest of each process, with its life. */
  readonly #last = new Map<string, { boot: string | undefined; result: CollectionResult }>()

  constructor(targets: Targets) {
    this.#targets = targets
  }

  async collect(process: string): Promise<CollectionAnswer> {
    const boot = this.#targets.bootOf(process)
    const answer = await this.#targets.ask(process, 'gc', {}, WITHIN_MS)
    if (!answer.ok) return answer
    const result = readCollection(answer.result)
    if (!result) return { ok: false, code: 'failed', message: 'what the target answered is no result of a collection.' }
    const last = this.#last.get(process)
    const before = last && last.boot === boot ? last.result : null
    this.#last.delete(process)
    this.#last.set(process, { boot, result })
    const [oldest] = this.#last.keys()
    if (this.#last.size > REMEMBERED && oldest !== undefined) this.#last.delete(oldest)
    const since = before && { atMs: before.atMs, retainedBytes: result.afterBytes - before.afterBytes }
    return { ok: true, value: { ...result, since, sentence: sentenceOf(result, since) } }
  }
}

export function sentenceOf(
  { beforeBytes, afterBytes }: CollectionResult,
  since: { atMs: number; retainedBytes: number } | null,
): string {
  const gaveBack = Math.max(0, beforeBytes - afterBytes)
  const share = beforeBytes > 0 ? gaveBack / beforeBytes : 0
  const what = share >= MOSTLY ? 'mostly garbage' : share <= HARDLY ? 'retained' : 'part garbage, part retained'
  const first = `The collection gave back ${formatBytes(gaveBack)} of ${formatBytes(beforeBytes)}: ${what}.`
  if (!since) return first
  const { retainedBytes } = since
  const size = formatBytes(Math.abs(retainedBytes))
  return `${first} ${formatBytes(afterBytes)} stayed, ${size} ${retainedBytes >= 0 ? 'more' : 'less'} than after the one before.`
}

function readCollection(input: unknown): CollectionResult | null {
  if (typeof input !== 'object' || input === null) return null
  const numbers = input as Partial<Record<keyof CollectionResult, unknown>>
  const names = [
    'beforeBytes',
    'afterBytes',
    'externalBeforeBytes',
    'externalAfterBytes',
    'rssBeforeBytes',
    'rssAfterBytes',
    'pauseMs',
    'atMs',
  ] as const
  const isWhole = names.every((name) => typeof numbers[name] === 'number' && Number.isFinite(numbers[name]))
  return isWhole
    ? (Object.fromEntries(names.map((name) => [name, numbers[name]])) as unknown as CollectionResult)
    : null
}
