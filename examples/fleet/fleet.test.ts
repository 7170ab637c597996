/** The supervisor with real programs, and no hub: a program works, and ends, whether somebody listens to its agent or not. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundlePrograms } from '../testing/bundle'
import { Fleet } from './fleet'
import type { Member } from './member'
import { FLEET, type MemberPlan } from './members'

// Nobody listens there.
const NO_HUB = 'http://127.0.0.1:9'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-supervisor-'))
  await bundlePrograms(folder, ['fleet', 'gateway', 'worker', 'reports', 'api', 'driver', 'tied'])
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

function planned(...names: string[]): MemberPlan[] {
  return FLEET.filter(({ name }) => names.includes(name))
}

/** Looks again and again, by turns of a short timer, until `isSo`. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function childrenOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/u).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child ? [child] : []))
}

/** What a member is told from now on; it is told it all the same. */
function hearing(member: Member | undefined): unknown[] {
  const heard: unknown[] = []
  const tell = member?.tell.bind(member)
  if (member) member.tell = (message) => [heard.push(message), tell?.(message)]
  return heard
}

/** A supervisor as its own process, once it has started as many programs; `null` where it is asked for none by name. */
async function supervise(names: string[], programs: number): Promise<{ child: ChildProcess; pids: number[] }> {
  const child = spawn(process.execPath, [join(folder, 'fleet.cjs'), ...names], {
    env: { ...process.env, TIDEMARK_URL: NO_HUB },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const pid = child.pid ?? 0
  await until(() => childrenOf(pid).length === programs)
  return { child, pids: childrenOf(pid) }
}

describe('the supervisor of the fleet', () => {
  it('starts a program again that was killed, with another process id, and says so', async () => {
    const sentences: string[] = []
    const fleet = new Fleet({
      plans: planned('worker/batches'),
      folder,
      hubUrl: NO_HUB,
      say: (text) => sentences.push(text),
    })
    fleet.start()
    const [worker] = fleet.members
    const first = worker?.pid ?? 0
    process.kill(first, 'SIGKILL')
    await until(() => worker?.pid !== first)
    const second = worker?.pid ?? 0
    expect(isAlive(second)).toBe(true)
    expect(sentences).toEqual([
      expect.stringMatching(/^worker\/batches ended by SIGKILL after \d+ s and is started again$/u),
    ])
    await fleet.stop()
    expect(isAlive(second)).toBe(false)
  })

  it('restarts a program of short lives again and again without a word', async () => {
    const sentences: string[] = []
    const plans = planned('reports/nightly').map((plan) => ({ ...plan, restartEveryMs: 800 }))
    const fleet = new Fleet({ plans, folder, hubUrl: NO_HUB, say: (text) => sentences.push(text) })
    fleet.start()
    const pids = new Set<number>()
    await until(() => pids.add(fleet.members[0]?.pid ?? 0).size === 3)
    await fleet.stop()
    expect(sentences).toEqual([])
    expect([...pids].filter(isAlive)).toEqual([])
  })

  it('deploys a program with other arguments, without a word of trouble', async () => {
    const sentences: string[] = []
    const plans = planned('gateway/bounded').map((plan) => ({ ...plan, args: ['--instance', 'a', '--version', '1'] }))
    const fleet = new Fleet({ plans, folder, hubUrl: NO_HUB, say: (text) => sentences.push(text) })
    fleet.start()
    const [gateway] = fleet.members
    const before = gateway?.pid ?? 0
    const after = ['--instance', 'a', '--version', '2']
    fleet.deploy('gateway/bounded', after)
    await until(() => gateway?.pid !== before)
    const now = gateway?.pid ?? 0
    expect([isAlive(before), isAlive(now)]).toEqual([false, true])
    expect(execFileSync('ps', ['-o', 'args=', '-p', String(now)], { encoding: 'utf8' })).toContain(after.join(' '))
    await fleet.stop()
    expect(sentences).toEqual([])
    expect(() => fleet.deploy('gateway/odd', [])).toThrow('the fleet has no program "gateway/odd"')
  })

  it('tells the driver where a restarted gateway listens, so that clients come back to it', async () => {
    const fleet = new Fleet({ plans: planned('gateway/bounded', 'driver'), folder, hubUrl: NO_HUB, say: () => {} })
    const [gateway, driver] = fleet.members
    const told = { gateway: hearing(gateway), driver: hearing(driver) }
    fleet.start()
    // Whichever is there first: the gateway is told of the driver's upstream as soon as there is one, listening or not, and the
    // driver is told of the gateway when that listens, and once more if it came later. Both told, nothing more is to come.
    await until(() => told.gateway.length > 0 && told.driver.length > 0)
    const before = told.driver.length
    process.kill(gateway?.pid ?? 0, 'SIGKILL')
    await until(() => told.driver.length > before)
    await fleet.stop()
    expect(told.driver).toEqual(
      told.driver.map(() => expect.objectContaining({ type: 'target', name: 'gateway/bounded' }) as unknown),
    )
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends all of its programs on %s, with status 0', async (signal) => {
    const { child, pids } = await supervise([], FLEET.length)
    child.kill(signal)
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
  })

  it('leaves no program behind when it is killed itself', async () => {
    const { child, pids } = await supervise([], FLEET.length)
    child.kill('SIGKILL')
    await until(() => pids.every((pid) => !isAlive(pid)))
    expect(pids).toHaveLength(FLEET.length)
  })

  it('refuses a program that it does not know, with the names of those it knows', async () => {
    const child = spawn(process.execPath, [join(folder, 'fleet.cjs'), 'gateway/odd'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (text) => (said += String(text)))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(2)
    expect(said).toMatch(/no program "gateway\/odd"; programs are gateway\/bounded, /u)
  })
})

describe('a program that knows nothing of the demo', () => {
  it('ends with the one that started it, where it was tied to it', async () => {
    const tied = ['--require', join(folder, 'tied.cjs'), '-e', 'setInterval(() => {}, 1000)']
    const script = `const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify(tied)}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
      console.log(child.pid)`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(String(line))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(pid))
  })
})
