/**
 * Seeded investigations whose truth is known: a program with a warm-up, bounded caches, load and a level that wanders, run
 * after run with one setting toggled, each until it is conclusive. For the tests and `npm run bench:investigations`.
 */
import { SteadySlope } from '../../growth/steady-slope'
import { Random, wanderer } from '../../growth/testing/random'
import type { SeriesDeclaration } from '../../protocol/agent-wire'
import type { Investigation, InvestigationAnswer, Run, RunSettings, ToggleVerdict } from '../../protocol/investigations'
import { answerOf } from '../answer'
import { LastSure } from '../doubts'
import { type JudgedRun, judgeRun, type Standing, standingOf, yardstickOf } from '../judged-run'
import type { AnswerOptions, MeasuredRun } from '../measured'
import { toldNext } from '../told'

export const MIB = 1_048_576
const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
const START_MS = Date.UTC(2026, 10, 21)
const STEP_MS = 30_000
/** A run that does not tell by then is given up, as a person would. */
const LONGEST_MS = 16 * HOUR_MS
const WARM_UP_MS = 40 * MINUTE_MS
const NAMES = ['THREADS', 'RECYCLE', 'KEEP_ALIVE', 'CACHE'] as const

export interface Program {
  series: SeriesDeclaration[]
  /** One row: the metric first. `leak`: bytes (or entries) an hour. */
  start: (random: Random, leak: number) => (ageMs: number) => number[]
  /** A leak that a person would want to find, an hour. */
  leak: number
}

export interface SimulatedRun {
  run: Run
  /** The slope that it has, an hour. */
  truth: number
  /** How long it took to be conclusive; `null`: it was given up. */
  tookMs: number | null
  /** Every look before: how old the run was, and how old it was said to become. */
  looks: { ageMs: number; saidMs: number | null }[]
  /** How often it was taken back that it is conclusive, had it gone on for as long again; and without rule I3.3. */
  takenBack: { times: number; unheld: number }
}

export interface Simulated {
  seed: number
  runs: SimulatedRun[]
  answer: InvestigationAnswer
  /** What each setting does in truth: the share of the leak that is left. */
  left: Record<string, number>
  leaks: boolean
}

/** What a verdict says that the truth does not. */
export function isFalse(verdict: ToggleVerdict, left: number, leaks: boolean): boolean {
  const isEffect = verdict === 'isolates' || verdict === 'lessens' || verdict === 'worsens'
  if (!leaks || left === 1) return isEffect
  if (verdict === 'isolates') return left > 0.3
  return verdict === 'worsens' || verdict === 'no-effect'
}

export function simulate(seed: number, looksAnOctave = 16): Simulated {
  const random = new Random(seed * 7_919 + 17)
  const program = makeProgram(random)
  const leaks = random.next() < 0.85
  const leak = leaks ? program.leak : 0
  const left = Object.fromEntries(NAMES.map((name) => [name, random.pick([1, 1, 1, 0, 0, random.between(0.4, 0.65)])]))
  const runs: SimulatedRun[] = []
  const measured: MeasuredRun[] = []
  const judged: JudgedRun[] = []
  let fromMs = START_MS
  for (const [at, settings] of designOf(random).entries()) {
    const share = Object.keys(settings).reduce((rest, name) => rest * (left[name] ?? 1), 1)
    const run: Run = { id: `r${at}`, label: `run ${at + 1}`, settings, process: 'p', fromMs, toMs: null, by: 'hand' }
    const done = follow(new Random(random.next() * 2 ** 32), program, run, leak * share, judged, looksAnOctave)
    runs.push(done.simulated)
    measured.push(done.measured)
    judged.push(judgeRun(done.measured))
    fromMs = (done.measured.run.toMs ?? fromMs) + MINUTE_MS
  }
  const options: AnswerOptions = { warmUpMs: WARM_UP_MS, nowMs: fromMs }
  return { seed, runs, left, leaks, answer: answerOf(investigationOf(measured), measured, options) }
}

/** As it is and one toggle after the other, each alone without a run as it is, or back and forth. */
function designOf(random: Random): RunSettings[] {
  const names = NAMES.toSorted(() => random.next() - 0.5).slice(0, 2 + Math.floor(random.next() * 2))
  const alone = names.map((name): RunSettings => ({ [name]: 'off' }))
  const kind = random.next()
  if (kind < 0.2) return alone.length > 2 ? alone : [{}, ...alone]
  return kind < 0.35 ? [{}, alone[0] as RunSettings, {}, alone[1] as RunSettings] : [{}, ...alone]
}

/** Row by row until it is conclusive, and on for as long again. */
function follow(
  random: Random,
  program: Program,
  run: Run,
  truth: number,
  others: readonly JudgedRun[],
  looksAnOctave: number,
): { simulated: SimulatedRun; measured: MeasuredRun } {
  const followed = new FollowedRun(program, run, others, program.start(random, truth), looksAnOctave)
  const looks: SimulatedRun['looks'] = []
  let now = followed.look()
  for (; !now.standing.isConclusive && now.ageMs < LONGEST_MS; now = followed.look()) {
    const saidMs = now.standing.conclusiveAtMs
    looks.push({ ageMs: now.ageMs, saidMs: saidMs === null ? null : saidMs - run.fromMs })
  }
  const tookMs = now.standing.isConclusive ? now.ageMs : null
  const measured = followed.measured(run.fromMs + now.ageMs)
  const untilMs = 2 * (tookMs ?? 0)
  while (now.ageMs < untilMs) now = followed.look()
  return { simulated: { run, truth, tookMs, looks, takenBack: followed.takenBack }, measured }
}

class FollowedRun {
  readonly takenBack: SimulatedRun['takenBack'] = { times: 0, unheld: 0 }
  readonly #program: Program
  readonly #run: Run
  readonly #others: readonly JudgedRun[]
  readonly #valuesAt: (ageMs: number) => number[]
  readonly #octave: number
  readonly #steady: SteadySlope
  readonly #sure = new LastSure()
  #lookAtMs = 10 * MINUTE_MS
  #ageMs = 0
  #level = 0
  #told: Run['told']
  #isUnheld = false

  constructor(
    program: Program,
    run: Run,
    others: readonly JudgedRun[],
    valuesAt: (ageMs: number) => number[],
    looksAnOctave: number,
  ) {
    this.#program = program
    this.#run = run
    this.#others = others
    this.#valuesAt = valuesAt
    this.#octave = 2 ** (1 / looksAnOctave)
    const { fromMs } = run
    const { series } = program
    this.#steady = new SteadySlope({ warmUpMs: WARM_UP_MS, startedAtMs: fromMs, fromMs, series, metric: 0 })
  }

  measured(toMs: number | null): MeasuredRun {
    const view = this.#steady.view()
    const { id, fromMs: startedAtMs } = this.#run
    const part = { process: 'p', instance: 'i', boot: id, startedAtMs, fromMs: view.fromMs, toMs: view.toMs }
    const run: Run = { ...this.#run, toMs, ...(this.#told === undefined ? {} : { told: this.#told }) }
    const unit = this.#program.series[0]?.unit ?? 'bytes'
    const level = this.#level
    return { run, unit, parts: [{ part, view }], peak: level, floor: level, level, curve: [] }
  }

  /** Goes on until somebody looks, who reads what the hub would say, and keeps it as the hub does. */
  look(): { ageMs: number; standing: Standing } {
    do {
      this.#ageMs += STEP_MS
      const values = Float64Array.from(this.#valuesAt(this.#ageMs))
      this.#level = values[0] as number
      this.#steady.push(this.#run.fromMs + this.#ageMs, values, 0)
    } while (this.#ageMs < this.#lookAtMs)
    this.#lookAtMs = this.#ageMs * this.#octave
    const options = { warmUpMs: WARM_UP_MS, nowMs: this.#run.fromMs + this.#ageMs }
    const seen = this.measured(null)
    const unheld = this.#stand({ ...seen, run: this.#run }, options)
    const asSeen = this.#stand(seen, options)
    if (asSeen.standing.isConclusive) this.#sure.keep(seen, options.nowMs)
    const { own, standing } = asSeen.standing.isConclusive
      ? asSeen
      : this.#stand(this.#sure.instead(seen, options), options)
    this.#keep(toldNext({ ...own.measured.run, ...own, ...standing }, options.nowMs), unheld.standing)
    return { ageMs: this.#ageMs, standing }
  }

  #stand(measured: MeasuredRun, options: AnswerOptions): { own: JudgedRun; standing: Standing } {
    const own = judgeRun(measured)
    const yardstick = yardstickOf([...this.#others, own], options).perHour
    return { own, standing: standingOf(own, yardstick, this.#others, options) }
  }

  /** `unheld`: what would be said had nothing been said before. */
  #keep(told: Run['told'], unheld: Standing): void {
    if (told !== this.#told && told?.takenBackAtMs !== null) this.takenBack.times += 1
    if (this.#isUnheld && !unheld.isConclusive) this.takenBack.unheld += 1
    this.#told = told
    this.#isUnheld = unheld.isConclusive
  }
}

function investigationOf(measured: readonly MeasuredRun[]): Investigation {
  return {
    id: 'i',
    title: 'Simulated',
    question: '',
    service: 's',
    metric: 'm',
    followsLives: false,
    runs: measured.map(({ run }) => run),
    createdAtMs: START_MS,
    changedAtMs: START_MS,
  }
}

const RSS: SeriesDeclaration = { name: 'memory.rss', kind: 'memory', unit: 'bytes' }
const LIVE: SeriesDeclaration = { name: 'memory.live_set', kind: 'memory', unit: 'bytes' }
const COLLECTIONS: SeriesDeclaration = { name: 'gc.major_count', kind: 'counter', unit: 'count' }
const REQUESTS: SeriesDeclaration = { name: 'load.requests', kind: 'counter', unit: 'count' }
const KEPT: SeriesDeclaration = { name: 'registry.kept', kind: 'registry', unit: 'count' }

/** A resident set, a live set after collections, or a count of what is kept. */
function makeProgram(random: Random): Program {
  const kind = random.pick(['rss', 'rss', 'live', 'count'] as const)
  const base = kind === 'count' ? random.scale(200, 5_000) : random.scale(60, 400) * MIB
  const noise = base * random.scale(0.003, 0.015)
  const memoryS = random.scale(30, 900)
  const warm = { amount: base * random.between(0.1, 0.6), constantMs: random.scale(2, 9) * MINUTE_MS }
  const caches = Array.from({ length: Math.floor(random.next() * 3) }, () => ({
    fullMs: random.scale(15, 240) * MINUTE_MS,
    slows: random.next() < 0.5,
    holds: base * random.between(0.05, 0.4),
  }))
  const hasLoad = random.next() < 0.5
  const perSecond = random.scale(5, 200)
  const betweenMs = random.scale(1, 4) * MINUTE_MS
  const metric = kind === 'rss' ? RSS : kind === 'live' ? LIVE : KEPT
  const series: SeriesDeclaration[] = [
    metric,
    ...caches.map((_, at): SeriesDeclaration => ({
      name: `pool.cache-${at}`,
      kind: 'pool',
      unit: 'count',
      max: 10_000,
    })),
    ...(hasLoad ? [REQUESTS] : []),
    ...(kind === 'live' ? [COLLECTIONS] : []),
  ]
  return {
    series,
    leak: noise * random.scale(3, 15),
    start: (own, leak) => {
      const wander = wanderer(own, memoryS)
      let [requests, live, lastAtMs, collections] = [0, Number.NaN, 0, 0]
      let untilMs = betweenMs
      return (ageMs) => {
        const fills = caches.map(({ fullMs, slows }) =>
          Math.min(1, slows ? fillSlowing(ageMs / fullMs) : ageMs / fullMs),
        )
        const held = fills.reduce((sum, fill, at) => sum + fill * (caches[at]?.holds ?? 0), 0)
        const settled = warm.amount * (1 - Math.exp(-ageMs / warm.constantMs))
        const moved = noise * (wander(STEP_MS / 1_000) + 0.4 * own.normal())
        const now = Math.max(0, base + settled + held + moved + (leak * ageMs) / HOUR_MS)
        if (ageMs - lastAtMs > untilMs) {
          ;[live, lastAtMs, collections] = [now, ageMs, collections + 1]
          untilMs = betweenMs * own.between(0.7, 1.3)
        }
        requests += Math.round((perSecond * STEP_MS * (1 + 0.05 * own.normal())) / 1_000)
        return [
          kind === 'live' ? live : kind === 'count' ? Math.round(now) : now,
          ...fills.map((fill) => Math.round(10_000 * fill)),
          ...(hasLoad ? [requests] : []),
          ...(kind === 'live' ? [collections] : []),
        ]
      }
    },
  }
}

/** Keys that come again fill a cache ever slower: full at 1. */
function fillSlowing(share: number): number {
  return (1 - Math.exp(-1.6 * share)) / (1 - Math.exp(-1.6))
}
