/** What can be seen of the deployment files without an engine: what they name exists, and nobody in them has rights. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../lib/hub/notify/testing/localhost-certificate'
import { startTestHub } from '../lib/hub/testing/test-hub'

const folder = dirname(fileURLToPath(import.meta.url))
const root = dirname(folder)
const [service, dockerfile, compose, environment] = [
  'tidemark.service',
  'Dockerfile',
  'compose.yaml',
  'tidemark.env',
].map((name) => readFileSync(join(folder, name), 'utf8')) as [string, string, string, string]

it('every variable in them is one that the hub or an agent reads', () => {
  const read = readFileSync(join(root, 'lib/hub/config.ts'), 'utf8')
  const named = [service, dockerfile, compose, environment].flatMap((text) => text.match(/TIDEMARK_[A-Z_]+/gu) ?? [])
  expect(named.length).toBeGreaterThan(10)
  expect([...new Set(named)].filter((name) => !read.includes(`'${name}'`))).toEqual([])
})

describe('the Dockerfile', () => {
  const lines = dockerfile.split('\n')
  it('copies what is there, ends as a user without rights, and starts the program that it copied', () => {
    const own = lines
      .filter((line) => /^COPY (?!--from)/u.test(line))
      .flatMap((line) => line.split(/\s+/u).slice(1, -1))
    expect(own.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node'])
    expect(dockerfile).toContain('COPY --from=build /build/dist dist')
    expect(dockerfile).toContain('ENTRYPOINT ["node", "/opt/tidemark/dist/cli/tidemark.cjs"]')
  })

  describe('asks for its health in a way that', () => {
    const [, text = ''] = /^HEALTHCHECK .* CMD (\[.*\])$/mu.exec(dockerfile) ?? []
    const [, ...args] = JSON.parse(text) as string[]
    const ask = (env: Record<string, string>) =>
      new Promise<number | null>((resolve) =>
        spawn(process.execPath, args, { env: { ...process.env, ...env } }).once('exit', resolve),
      )

    it('tells a hub that is alive from none', async () => {
      const hub = await startTestHub()
      expect(await ask({ TIDEMARK_PORT: new URL(hub.address).port })).toBe(0)
      expect(await ask({ TIDEMARK_PORT: '1' })).toBe(1)
      await hub.end()
    })

    it('finds a hub under TLS', async () => {
      const certificates = mkdtempSync(join(tmpdir(), 'tidemark-tls-'))
      const tls = { certFile: join(certificates, 'cert.pem'), keyFile: join(certificates, 'key.pem') }
      writeFileSync(tls.certFile, LOCALHOST_CERTIFICATE)
      writeFileSync(tls.keyFile, LOCALHOST_KEY)
      const hub = await startTestHub({ config: { tls } })
      const port = { TIDEMARK_PORT: new URL(hub.address).port }
      expect(await ask({ ...port, TIDEMARK_TLS_CERT: tls.certFile })).toBe(0)
      expect(await ask(port)).toBe(1)
      await hub.end()
      rmSync(certificates, { recursive: true })
    })
  })
})

it('each service of the compose file is read-only and without capabilities, and is published on loopback alone', () => {
  const services = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nvolumes:'))
  const names = services.match(/^ {2}\w+:$/gmu) ?? []
  expect(names).toEqual(['  hub:', '  demo:', '  alertmanager:'])
  expect(services.match(/<<: \*hardened/gu)).toHaveLength(names.length)
  expect(compose).toMatch(/read_only: true\n {2}cap_drop: \[ALL\]/u)
  expect((services.match(/ports: \['(?!127\.0\.0\.1:)/gu) ?? []).length).toBe(0)
})

const { status: hasNoSystemd, stdout: systemd } = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' })
/** The first that rates a unit which is not installed. */
const canRate = Number(/^systemd (\d+)/u.exec(systemd ?? '')?.[1] ?? 0) >= 250
/** In tenths, of 100; a unit that restricts nothing has 96. */
const EXPOSED_AT_MOST = 20

it.skipIf(hasNoSystemd !== 0)('systemd takes the unit', () => {
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, 'tidemark.service')], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
})

it.skipIf(!canRate)('systemd rates the unit as one that is hardly exposed', () => {
  const args = ['security', '--offline=true', '--no-pager', `--threshold=${EXPOSED_AT_MOST}`, 'tidemark.service']
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { cwd: folder, encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
  expect(stdout).toMatch(/Overall exposure level/u)
})

it('the unit runs as a user of its own, and may write its state alone', () => {
  for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'StateDirectory=tidemark', 'NoNewPrivileges=yes'])
    expect(service.split('\n')).toContain(line)
})
