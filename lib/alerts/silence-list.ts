/** Silences that hold or are planned. One that is over is no longer here; whoever keeps it has it. */
import { FLAG_WORDS } from '../protocol/vocabulary'
import type { Alert, AlertMatch, Silence, SilenceInput } from '../protocol/alerts'
import { DueHeap } from './due-heap'
import { silenceId } from './ids'
import type { Answer } from './shapes'

const NAME_MAX_CHARS = 200
const WHY_MAX_CHARS = 1_000
const MAX_LABELS = 32

export class SilenceList {
  readonly #all = new Map<string, Silence>()
  readonly #turns = new DueHeap<string>()

  /** `nowMs`: the time of the book that is continued; what was over then stays so. */
  constructor(kept: readonly Silence[], nowMs: number) {
    for (const silence of kept) if (silence.endedAtMs === null && silence.toMs > nowMs) this.#hold(silence)
  }

  all(): Silence[] {
    return [...this.#all.values()].map((silence) => ({ ...silence }))
  }

  add(input: SilenceInput, capacity: number, nowMs: number): Answer<Silence> {
    const fault = faultOf(input, nowMs)
    if (fault) return { ok: false, code: 'bad_input', message: fault }
    const id = silenceId(input, nowMs)
    const known = this.#all.get(id)
    if (known) return { ok: true, value: known }
    if (this.#all.size >= capacity)
      return {
        ok: false,
        code: 'full',
        message: `There are ${capacity} silences already, and no more fit (maxSilences). End one that is not needed.`,
      }
    const { match, fromMs, toMs, by, why } = input
    const silence: Silence = { match, fromMs, toMs, by, why, id, createdAtMs: nowMs, endedAtMs: null }
    this.#hold(silence)
    return { ok: true, value: silence }
  }

  end(id: string, nowMs: number): Answer<Silence> {
    const silence = this.#all.get(id)
    if (!silence)
      return {
        ok: false,
        code: 'not_found',
        message: `There is no silence ${JSON.stringify(id)} that holds or is planned; it may be over.`,
      }
    silence.endedAtMs = nowMs
    this.#drop(id)
    return { ok: true, value: silence }
  }

  holding(nowMs: number): Silence[] {
    return [...this.#all.values()].filter(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)
  }

  /** Lets go of those that are over; answers whether any began or ended since it was asked last. */
  turn(nowMs: number): boolean {
    const due = this.#turns.take(nowMs)
    for (const id of due) {
      const silence = this.#all.get(id)
      if (!silence) continue
      if (silence.toMs <= nowMs) this.#drop(id)
      else this.#turns.schedule(id, silence.fromMs > nowMs ? silence.fromMs : silence.toMs)
    }
    return due.length > 0
  }

  /** The clock was set back: some may begin again. */
  reschedule(): void {
    this.#turns.clear()
    for (const { id, fromMs } of this.#all.values()) this.#turns.schedule(id, fromMs)
  }

  #hold(silence: Silence): void {
    this.#all.set(silence.id, { ...silence })
    this.#turns.schedule(silence.id, silence.fromMs)
  }

  #drop(id: string): void {
    this.#all.delete(id)
    this.#turns.drop(id)
  }
}

/** The ids of those that are about this alert, in order. */
export function idsAbout(silences: readonly Silence[], alert: Alert): string[] {
  return silences
    .filter(({ match }) => isAbout(match, alert))
    .map(({ id }) => id)
    .toSorted()
}

function isAbout(match: AlertMatch, alert: Alert): boolean {
  return (
    (match.service === undefined || match.service === alert.service) &&
    (match.process === undefined || match.process === alert.process) &&
    (match.rule === undefined || match.rule === alert.rule) &&
    Object.entries(match.labels ?? {}).every(([name, value]) => alert.labels[name] === value)
  )
}

/** One sentence about what is wrong with it. */
function faultOf({ match, fromMs, toMs, by, why }: SilenceInput, nowMs: number): string | null {
  const labels = Object.entries(match.labels ?? {})
  const names = [match.service, match.process].filter((name) => name !== undefined)
  if (names.length === 0 && match.rule === undefined && labels.length === 0)
    return 'A silence must name a service, a process, a rule or a label: this one would silence everything.'
  if (match.rule !== undefined && !FLAG_WORDS.includes(match.rule))
    return `${JSON.stringify(match.rule)} is no rule; the rules are ${FLAG_WORDS.join(', ')}.`
  if (labels.length > MAX_LABELS)
    return `A silence names at most ${MAX_LABELS} labels; this one names ${labels.length}.`
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || toMs <= fromMs)
    return `A silence ends after it begins; this one is from ${fromMs} to ${toMs}.`
  if (toMs <= nowMs) return `A silence ends in the future; the end of this one, ${toMs}, has passed.`
  if (by.trim() === '' || by.length > NAME_MAX_CHARS)
    return `\`by\` says who silences, in 1 to ${NAME_MAX_CHARS} characters.`
  if (why.trim() === '' || why.length > WHY_MAX_CHARS)
    return `\`why\` says why it is silenced, in 1 to ${WHY_MAX_CHARS} characters.`
  return null
}
