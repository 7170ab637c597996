/** Relays with a setting toggled in each, started by `tidemark run` against a hub of their own, and what it says of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Investigation, InvestigationAnswer, RunAnswer, RunSettings } from '../../lib/protocol/investigations'
import { KilledHub } from '../kills/killed-hub'
import { startRun, type StartedRun } from './started-run'
import { type RunTruth, truthOf } from './truth'

/** The settings of the relay that one would suspect; `KEEP_ALIVE=false` is what ends its leak. */
export const SUSPECTS: readonly RunSettings[] = [{ THREADS: '0' }, { RECYCLE: '0' }, { KEEP_ALIVE: 'false' }]
export const PLAIN: RunSettings = {}

const LOOK_EVERY_MS = 1_000
/** What is told for so many looks on end stays told. */
const TOLD_FOR = 3
const SAY_EVERY = 15
/** Frames are on disk a second after they came, and a measured run is kept for two. */
const SETTLED_MS = 4_000

export interface RelayOptions {
  /** The folder of the built programs. */
  programs: string
  settings: readonly RunSettings[]
  /** Until the two caches are full. */
  fillSeconds: number
  warmUpMs: number
  /** Questions a second. */
  pace: number
  /** Relays collect so often by themselves: what hours would bring, for runs of seconds. 0: never. */
  collectMs: number
  /** Looks go on until this holds for some on end; where it is left out, until all is told, whatever that is. */
  until?: (answer: InvestigationAnswer) => boolean
  /** Given up then. */
  longestMs: number
  say?: (line: string) => void
}

export interface Look {
  atMs: number
  answer: InvestigationAnswer
}

export interface RelayResult {
  looks: Look[]
  /** After all programs have ended. */
  last: InvestigationAnswer
  /** By the run's id: what its program counted itself. */
  truths: Map<string, RunTruth>
  /** What `tidemark run` said. */
  said: string[]
}

export async function runRelays(options: RelayOptions): Promise<RelayResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-relay-'))
  const settings = join(folder, 'settings.json')
  writeFileSync(settings, JSON.stringify({ growth: { warmUpMs: options.warmUpMs } }))
  const program = join(options.programs, 'cli', 'tidemark.cjs')
  const hub = new KilledHub(program, join(folder, 'data'), null, ['--settings', settings])
  const runs: StartedRun[] = []
  try {
    if ((await hub.start()) === null) throw new Error('the hub does not start.')
    const { id } = await begin(hub.url)
    for (const [at, toggled] of options.settings.entries())
      runs.push(startRun({ ...options, program, hub: hub.url, investigation: id, instance: `relay/${at}`, toggled }))
    const looks = await lookOn(hub.url, id, options)
    await Promise.all(runs.map((run) => run.end()))
    await sleep(SETTLED_MS)
    const last = await answerOf(hub.url, id)
    const truths = new Map<string, RunTruth>()
    for (const run of last.runs) truths.set(run.id, await truthOf(hub.url, run))
    return { looks, last, truths, said: runs.map((run) => run.said()) }
  } finally {
    await Promise.all(runs.map((run) => run.end()))
    await hub.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function begin(hub: string): Promise<Investigation> {
  const body = { title: 'What holds the memory of the relay?', service: 'relay', metric: 'memory.live_set' }
  const answer = await fetch(`${hub}/api/v1/investigations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`the hub answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Investigation
}

async function answerOf(hub: string, id: string): Promise<InvestigationAnswer> {
  return (await (await fetch(`${hub}/api/v1/investigations/${id}`)).json()) as InvestigationAnswer
}

/** Until all is told. */
async function lookOn(hub: string, id: string, options: RelayOptions): Promise<Look[]> {
  const { settings, longestMs, say, until = isTold } = options
  const looks: Look[] = []
  let told = 0
  const untilMs = performance.now() + longestMs
  while (performance.now() < untilMs) {
    const answer = await answerOf(hub, id)
    looks.push({ atMs: Date.now(), answer })
    if (looks.length % SAY_EVERY === 0) say?.(answer.sentence)
    told = answer.runs.length === settings.length && until(answer) ? told + 1 : 0
    if (told === TOLD_FOR) break
    await sleep(LOOK_EVERY_MS)
  }
  return looks
}

function isTold({ runs, toggles }: InvestigationAnswer): boolean {
  return (
    runs.every(({ isConclusive }: RunAnswer) => isConclusive) &&
    toggles.every(({ verdict }) => verdict !== 'not-yet-known')
  )
}
