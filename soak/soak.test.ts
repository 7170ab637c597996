/** A quarter of a minute of `npm run soak`, without its browser tabs, in every run of the tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runSoak } from './run'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The same faults in each run of the tests; `npm run soak` takes another seed each time, and one of its own with --seed. */
const SEED = 4_711
let folder: string

interface BuildScript {
  buildParts: (names: string[]) => Promise<void>
  bundlePrograms: (entries: Record<string, string>, outdir: string) => Promise<void>
  workerEntries: () => Record<string, string>
}

beforeAll(async () => {
  const script = pathToFileURL(join(root, 'scripts', 'build.mjs')).href
  const { buildParts, bundlePrograms, workerEntries } = (await import(script)) as BuildScript
  await buildParts(['agent'])
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'soak-test-'))
  await bundlePrograms(
    {
      'cli/tidemark': 'cli/tidemark.ts',
      'soak/agent-host': 'soak/agent-host.ts',
      'soak/inside-hub': 'soak/inside-hub.ts',
      ...workerEntries(),
    },
    join(folder, 'dist'),
  )
  writeFileSync(join(folder, 'package.json'), '{"version":"0.0.0"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it(`loses no frame while hub, agents, clocks, connections and the disk fail at random (seed ${SEED})`, async () => {
  const said: string[] = []
  const { kept, crashes, stopStatus, lostInOutbox, made, struck } = await runSoak({
    programs: join(folder, 'dist'),
    minutes: 0.25,
    agents: 12,
    hosts: 4,
    seed: SEED,
    hasTabs: false,
    say: (line) => void said.push(line),
    ended: new AbortController().signal,
    faultEveryMs: 900,
    longestMs: 2_500,
  })
  const told = said.join('\n')
  expect(
    Object.values(struck).reduce((sum, count) => sum + count, 0),
    told,
  ).toBeGreaterThan(5)
  expect(made).toBeGreaterThan(100)
  expect({ ...kept, crashes, stopStatus, lostInOutbox }, told).toMatchObject({
    missing: 0,
    unmade: 0,
    gaps: 0,
    twice: 0,
    crashes: 0,
    stopStatus: 0,
    lostInOutbox: 0,
  })
  // To the frame, those included that a killed agent made, or brought, after it told last.
  expect(kept.frames).toBe(made - kept.diedWithAgent + kept.broughtUntold)
}, 240_000)
