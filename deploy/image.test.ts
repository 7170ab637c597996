/**
 * The image without an engine: what its last stage copies out of a build, in a folder of its own and with nothing beside it but
 * the packages that `npm prune --omit=dev` leaves, is started as the image starts it. Needs a build, and says so without one.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = dirname(fileURLToPath(import.meta.url))
const root = dirname(folder)
const [, lastStage = ''] = readFileSync(join(folder, 'Dockerfile'), 'utf8').split(/^FROM \S+-slim$/mu)
/** What is copied from the build, and where to in the image's folder. */
const copied = [...lastStage.matchAll(/^COPY --from=build \/build\/(\S+) (\S+)$/gmu)].map(([, from = '', to = '']) => ({
  from,
  to: to.endsWith('/') ? join(to, from.split('/').at(-1) ?? '') : to,
}))
const isBuilt = existsSync(join(root, 'dist', 'cli', 'tidemark.cjs')) && existsSync(join(root, 'dist', 'dashboard'))
const listed = (pattern: RegExp) => JSON.parse(pattern.exec(lastStage)?.[1] ?? '[]') as string[]

/** Each where it lies under `node_modules`; a package of this repository is a link into it, as npm makes it. */
function linkPackages(image: string): void {
  const { stdout } = spawnSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' })
  for (const path of stdout.split('\n').slice(1).filter(Boolean)) {
    const place = relative(root, path)
    // What lies within another one comes with it.
    if (place.split('node_modules').length > 2) continue
    mkdirSync(dirname(join(image, place)), { recursive: true })
    symlinkSync(place.endsWith('@tidemark/agent') ? '../../agent' : path, join(image, place))
  }
}

describe.skipIf(!isBuilt)('the image, from what was built', () => {
  let image: string
  let hub: ChildProcess
  let address: string
  const password = 'a-password-of-the-test'

  beforeAll(async () => {
    image = mkdtempSync(join(tmpdir(), 'tidemark-image-'))
    for (const { from, to } of copied.filter((one) => one.from !== 'node_modules'))
      cpSync(join(root, from), join(image, to), { recursive: true })
    linkPackages(image)
    const [node = '', program = ''] = listed(/^ENTRYPOINT (\[.*\])$/mu)
    const [, variables = ''] = /^ENV (.*)$/mu.exec(lastStage) ?? []
    const given = Object.fromEntries(
      variables.split(' ').map((one) => one.split('=') as [string, string]),
    ) as NodeJS.ProcessEnv
    hub = spawn(node, [program.replace('/opt/tidemark', image), ...listed(/^CMD (\[.*\])$/mu)], {
      cwd: image,
      env: {
        PATH: process.env.PATH,
        ...given,
        TIDEMARK_DATA: join(image, 'data'),
        TIDEMARK_PORT: '0',
        TIDEMARK_AGENT_TOKEN: 'token',
        TIDEMARK_ADMIN_PASSWORD: password,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log: string[] = []
    hub.stderr?.on('data', (text: Buffer) => log.push(text.toString()))
    const [line] = (await Promise.race([
      once(hub.stdout as NodeJS.ReadableStream, 'data'),
      once(hub, 'exit').then(() => [log.join('')]),
    ])) as [Buffer | string]
    address = /http:\/\/\S+/u.exec(String(line))?.[0].replace('0.0.0.0', '127.0.0.1') ?? ''
    expect(address, String(line)).not.toBe('')
  }, 60_000)
  afterAll(() => {
    hub.kill('SIGKILL')
    rmSync(image, { recursive: true, force: true })
  })

  it('copies the program, the agent and their packages, each of which a build has made', () => {
    expect(copied.map(({ to }) => to)).toEqual([
      'package.json',
      'node_modules',
      'agent/package.json',
      'agent/dist',
      'dist',
    ])
    expect(copied.filter(({ from }) => !existsSync(join(root, from)))).toEqual([])
  })

  it('serves the dashboard and the API to whoever brings the password, with a history on disk', async () => {
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
    const ask = async (path: string, headers = {}) => fetch(`${address}${path}`, { headers })
    expect((await ask('/readyz')).status).toBe(200)
    expect((await ask('/api/v1/processes')).status).toBe(401)
    expect(await (await ask('/api/v1/processes', { authorization })).json()).toEqual({ processes: [] })
    const page = await ask('/', { authorization, accept: 'text/html' })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html') as string])
    expect(existsSync(join(image, 'data', 'history.db'))).toBe(true)
  })

  it('has the fleet that compose.yaml starts, and an agent to embed', async () => {
    expect(existsSync(join(image, 'dist', 'examples'))).toBe(true)
    const agent = spawnSync(
      process.execPath,
      ['-e', "process.stdout.write(typeof require('@tidemark/agent').tidemark)"],
      {
        cwd: image,
        encoding: 'utf8',
      },
    )
    expect([agent.stdout, agent.stderr]).toEqual(['function', ''])
  })

  it('ends with status 0 at the signal by which it is stopped', async () => {
    const signal = /^STOPSIGNAL (\w+)$/mu.exec(lastStage)?.[1] as NodeJS.Signals
    const ended = once(hub, 'exit')
    hub.kill(signal)
    expect(await ended).toEqual([0, null])
  })
})

it.runIf(!isBuilt)('the image is not tried without a build: run `npm run build` first', () => {
  expect(copied.length).toBeGreaterThan(0)
})
