/** Each attack against a hub of its own, with honest agents and a viewer beside it before, during and after. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Attack, ATTACKS, QUIET } from './attacks'
import { Honest, type Noticed } from './honest'
import { type Delays, NO_DELAYS } from './judge'
import { startHubProcess } from './hub-process'

export interface HostileOptions {
  program: string
  /** 1: as the table says. */
  scale: number
  /** How long it is quiet before, and how long each attack lasts. */
  forMs: number
  /** Names of attacks begin with one of these; all without. What nothing does is always there. */
  only?: readonly string[]
  onRow?: (row: HostileRow) => void
}

export interface HostileRow {
  name: string
  delays: Delays
  /** Why it was left out; `null`: it was not. */
  leftOut: string | null
  met: string
  before: Noticed
  during: Noticed
  sent: number
  lost: number
  residentBefore: number
  residentAfter: number
  /** How the hub ended by itself. */
  fault: string | null
}

export async function runHostile(options: HostileOptions): Promise<HostileRow[]> {
  const rows: HostileRow[] = []
  const chosen = ATTACKS.filter(
    ({ name }) => name === QUIET || (options.only?.some((begin) => name.startsWith(begin)) ?? true),
  )
  for (const attack of chosen) {
    const row = await tryAttack(attack, options)
    rows.push(row)
    options.onRow?.(row)
  }
  return rows
}

const AGENTS = 5
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const NOTHING: Noticed = { ackMs: [], viewMs: [], askMs: [], askFaults: 0, cuts: 0 }

async function tryAttack(attack: Attack, { program, scale, forMs }: HostileOptions): Promise<HostileRow> {
  const { name, openFiles, diskBytes } = attack
  const delays = attack.delays?.(forMs) ?? NO_DELAYS
  const disk = openDisk(diskBytes)
  if (disk.leftOut !== null) {
    const none = { met: '', before: NOTHING, during: NOTHING, sent: 0, lost: 0, residentBefore: 0, residentAfter: 0 }
    return { name, delays, leftOut: disk.leftOut, ...none, fault: null }
  }
  const data = join(disk.folder, 'data')
  mkdirSync(data)
  const hub = await startHubProcess({ program, data, ...(openFiles === undefined ? {} : { openFiles }) })
  try {
    const honest = new Honest(hub.url, AGENTS)
    await honest.start()
    await sleep(forMs)
    const before = honest.take()
    const residentBefore = hub.residentBytes()
    const met = await attack.run({ hub, data, forMs, scale })
    const during = honest.take()
    const { sent, lost } = await honest.end()
    // What a frame waited for that came after the attack was over belongs to it.
    during.ackMs.push(...honest.take().ackMs)
    return {
      name,
      delays,
      leftOut: null,
      met,
      before,
      during,
      sent,
      lost,
      residentBefore,
      residentAfter: hub.residentBytes(),
      fault: hub.fault(),
    }
  } finally {
    await hub.stop()
    disk.remove()
  }
}

/** A folder, on a file system of its own where one is asked for. */
function openDisk(bytes: number | undefined): { folder: string; leftOut: string | null; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-hostile-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (bytes === undefined) return { folder, leftOut: null, remove }
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  if (mounted.status !== 0) {
    remove()
    return { folder, leftOut: 'it takes a user who may mount a file system', remove: () => undefined }
  }
  return {
    folder,
    leftOut: null,
    remove: () => {
      spawnSync('umount', ['-l', folder])
      remove()
    },
  }
}
