/** A real PostgreSQL and a real Redis for tests: each in a process and a folder of its own, on a free port of the loopback. */
import { type ChildProcess, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface OwnServer {
  readonly port: number
  /** Stops it until `resume`: what is asked meanwhile waits. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

interface Owner {
  uid: number
  gid: number
}

/** Debian keeps the programs of each version apart. Throws where there is none. */
function postgresProgram(name: string): string {
  const versions = '/usr/lib/postgresql'
  const folders = existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : []
  const found = [...folders.toReversed(), '/usr/local/bin', '/usr/bin'].find((folder) => existsSync(join(folder, name)))
  if (!found) throw new Error(`PostgreSQL's ${name} is not on this machine: apt-get install postgresql`)
  return join(found, name)
}

/** PostgreSQL refuses to run as root; then it is run by the user that Debian's package makes, or by nobody. */
function postgresOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim())
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody')
}

/** Role `tester`, without a password; database `postgres`. */
export async function startPostgres(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-postgres-'))
  const owner = postgresOwner()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const flags = ['-D', data, '-U', 'tester', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C']
  succeeded(spawnSync(postgresProgram('initdb'), flags, { cwd: folder, encoding: 'utf8', ...owner }))
  return startOn(folder, (port) => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'shared_buffers=8MB',
      'max_connections=30',
    ]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    // SIGINT is its way to stop at once and in order.
    return { program: postgresProgram('postgres'), args, owner, stopBy: 'SIGINT' }
  })
}

/** Keeps nothing on disk. */
export function startRedis(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-redis-'))
  return startOn(folder, (port) => {
    const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    return { program: 'redis-server', args, owner: undefined, stopBy: 'SIGTERM' }
  })
}

interface Command {
  program: string
  args: string[]
  owner: Owner | undefined
  stopBy: 'SIGINT' | 'SIGTERM'
}

/** A port that was free may be taken by the time it is used; then another one is tried. */
async function startOn(folder: string, commandFor: (port: number) => Command): Promise<OwnServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const { program, args, owner, stopBy } = commandFor(port)
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...owner })
    const said = listenTo(child)
    if (await accepts(port, child)) {
      return {
        port,
        pause: () => void child.kill('SIGSTOP'),
        resume: () => void child.kill('SIGCONT'),
        async stop() {
          child.kill('SIGCONT')
          child.kill(stopBy)
          await ended(child)
          rmSync(folder, { recursive: true, force: true })
        },
      }
    }
    if (attempt === 3) throw new Error(`${program} did not start: ${said()}`)
  }
}

function listenTo(child: ChildProcess): () => string {
  let text = ''
  const note = (chunk: unknown): void => void (text = `${text}${String(chunk)}`.slice(-4_000))
  child.stdout?.on('data', note)
  child.stderr?.on('data', note)
  child.on('error', note)
  return () => text
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => void child.once('exit', () => resolve()))
}

async function accepts(port: number, child: ChildProcess): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    if (await answers(port)) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

function succeeded({ status, stdout, stderr, error }: SpawnSyncReturns<string>): void {
  if (status !== 0) throw new Error(`initdb ended with ${status}: ${stdout}${stderr}${error?.message ?? ''}`)
}
