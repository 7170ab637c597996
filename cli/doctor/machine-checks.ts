/** What can be seen of this machine without a hub. */
import { once } from 'node:events'
import { X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { freemem, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { ConfigRead, HubConfig } from '../../lib/hub/config'
import { fileLimit } from '../../lib/hub/listen/file-limit'
import { answersAlive } from './asking'
import type { TlsFiles } from '../../lib/hub/listen/tls'
import { type Finding, fault, ok, warning } from './finding'

const LEAST_NODE = [20, 19] as const
const GB = 1e9
const DAY_MS = 86_400_000
/** What renews certificates by itself does so a month before their end. */
const RENEW_DAYS = 14
/** A hub that holds the default of 10 GB at most, and room for its journal. */
const WANTED_DISK = 2 * GB
const LEAST_DISK = 0.2 * GB
const LEAST_MEMORY = 0.25 * GB
/** Sockets of agents, and all else that a hub has open. */
const SPARE_FILES = 1_500

const gb = (bytes: number) => `${(bytes / GB).toFixed(1)} GB`

/** `version`: such as `20.20.2`. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = LEAST_NODE
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok('version', `Node ${version}`)
  return fault('version', `Node ${version}`, `install Node ${leastMajor}.${leastMinor} or newer.`)
}

export function checkSettings(config: ConfigRead): Finding {
  if (config.ok) return ok('settings', 'every flag and variable would do')
  return fault('settings', config.message, 'correct it; the hub would not start.')
}

export function checkDisk(folder: string): Finding {
  let there = folder
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there)
  try {
    accessSync(there, constants.W_OK)
  } catch {
    return fault(
      'disk',
      `${there} cannot be written by this user`,
      `give it to the user that runs the hub (chown), or choose another folder with --data.`,
    )
  }
  const { bavail, bsize } = statfsSync(there)
  const free = bavail * bsize
  const text = `${gb(free)} free for ${folder}`
  const todo = 'make room, set history.dataBytes lower in the settings file, or choose another disk with --data.'
  if (free < LEAST_DISK) return fault('disk', text, todo)
  return free < WANTED_DISK ? warning('disk', text, todo) : ok('disk', text)
}

export function checkMemory(): Finding {
  const limit = process.constrainedMemory?.()
  const isLimited = limit !== undefined && limit > 0 && limit < totalmem()
  const most = isLimited ? limit : totalmem()
  const text = isLimited ? `this process may take ${gb(most)}` : `${gb(freemem())} free of ${gb(most)}`
  if (most >= LEAST_MEMORY) return ok('memory', text)
  return warning('memory', text, 'give it 256 MB or more; with 2,000 processes some 350 MB.')
}

export function checkFiles(maxAgents: number): Finding {
  const limit = fileLimit()
  if (limit === null) return ok('files', 'the system sets no limit on open files that could be read')
  const wanted = maxAgents + SPARE_FILES
  const text = `${limit} files and sockets may be open; ${maxAgents} agents want ${wanted}`
  if (limit >= wanted) return ok('files', text)
  return warning('files', text, `raise it (LimitNOFILE=${wanted}, ulimit -n), or set TIDEMARK_MAX_AGENTS lower.`)
}

/** `config` was read already, so that the file holds a certificate. */
export function checkCertificate({ certFile }: TlsFiles, nowMs: number): Finding {
  const { validTo, subject } = new X509Certificate(readFileSync(certFile))
  const untilMs = Date.parse(validTo)
  const days = Math.floor((untilMs - nowMs) / DAY_MS)
  const text = `the certificate of ${subject.replaceAll('\n', ', ')} is good until ${new Date(untilMs).toISOString().slice(0, 10)}`
  const todo = 'renew it; a hub that runs takes the new files within a minute.'
  if (days < 0) return fault('tls', text, todo)
  return days < RENEW_DAYS ? warning('tls', text, todo) : ok('tls', text)
}

/** Whether the hub's port is free, or has a hub already. */
export async function checkPort({ host, port, tls }: HubConfig): Promise<{ finding: Finding; isOurs: boolean }> {
  const where = `${host}:${port}`
  if (port === 0) return { finding: ok('port', 'any free one'), isOurs: false }
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
    return { finding: ok('port', `${where} is free; no hub runs there now`), isOurs: false }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'EADDRINUSE')
      return taken(where, `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`)
    const todo =
      code === 'EACCES'
        ? 'choose a port from 1024, or let the service manager bind it.'
        : 'choose an address of this machine with --host.'
    return { finding: fault('port', `${where} cannot be listened on (${code})`, todo), isOurs: false }
  } finally {
    server.close()
  }
}

async function taken(where: string, url: string): Promise<{ finding: Finding; isOurs: boolean }> {
  if (await answersAlive(`${url}/healthz`)) return { finding: ok('port', `${where} has a hub already`), isOurs: true }
  const todo = 'stop that one, or choose another port with --port.'
  return { finding: fault('port', `${where} is taken by another program`, todo), isOurs: false }
}
