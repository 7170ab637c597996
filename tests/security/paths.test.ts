/** Paths that lead out of a folder, over the wire as raw bytes: a client that tidies addresses would hide them. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../lib/hub/testing/test-hub'
import { framesOf, helloOf, TestAgent } from '../../lib/hub/testing/test-agent'

const SECRET = 'nobody is to read this'
let folder: string
let hub: TestHub
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-paths-'))
  const site = join(folder, 'site')
  mkdirSync(join(site, '_next', 'static'), { recursive: true })
  mkdirSync(join(folder, 'site-beside'))
  for (const name of ['secret.html', 'secret.txt', 'site-beside/secret.html', 'site/.env', 'site/_next/.secret.js'])
    writeFileSync(join(folder, name), SECRET)
  writeFileSync(join(site, 'index.html'), '<h1>here</h1>')
  hub = await startTestHub({ dashboardFolder: site, dataFolder: join(folder, 'data') })
})
afterAll(async () => {
  await hub.end()
  rmSync(folder, { recursive: true, force: true })
})

/** The whole answer to one request whose target is taken as it stands. */
function ask(target: string, method = 'GET', more = ''): Promise<string> {
  const { hostname, port } = new URL(hub.address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
    socket.on('end', () => resolve(answer)).on('error', reject)
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n${more}\r\n`)
  })
}

const UP = ['..', '%2e%2e', '.%2e', '%252e%252e', '....', '..;', '%c0%ae%c0%ae', '..%00', '%u002e%u002e']
const BETWEEN = ['/', '%2f', '\\', '%5c', '//', '%252f']
const TARGETS = [
  ...UP.flatMap((up) =>
    BETWEEN.flatMap((slash) =>
      ['', '_next/static/', 'process/'].map((at) => `/${at}${up}${slash}${up}${slash}${up}${slash}secret.html`),
    ),
  ),
  ...UP.flatMap((up) =>
    BETWEEN.flatMap((slash) => [
      `/${up}${slash}secret.html`,
      `/${up}${slash}secret`,
      `/${up}${slash}secret.txt`,
      `/${up}${slash}site-beside${slash}secret`,
    ]),
  ),
  ...['secret.html', 'secret.txt'].flatMap((name) => [
    `//${name}`,
    `/%00${name}`,
    `/index.html%00/../../${name}`,
    `/./../${name}`,
  ]),
  '/.env',
  '/%2eenv',
  '/_next/.secret.js',
  '/_next/%2esecret.js',
  '/file:///etc/passwd',
  '//etc/passwd',
  '/%2fetc/passwd',
  '/etc/passwd',
]

it(`none of ${TARGETS.length} ways out of the dashboard's folder leads to a file`, async () => {
  const wrong: string[] = []
  for (const target of TARGETS) {
    const answer = await ask(target)
    const isAnswered = /^HTTP\/1\.1 (?:200|30\d|400|403|404) /u.test(answer)
    if (!isAnswered || answer.includes(SECRET) || answer.includes('root:'))
      wrong.push(`${target}: ${answer.slice(0, 80)}`)
  }
  expect(wrong).toEqual([])
  expect(await ask('/')).toContain('<h1>here</h1>')
})

it('ids of captures and processes are no paths', async () => {
  const wrong: string[] = []
  for (const up of [
    '..%2f..%2f..%2fsecret.txt',
    '%2e%2e%2fhistory.db',
    '..%5csecret',
    '%00',
    '.',
    '..',
    '%2e%2e',
    '__proto__',
  ])
    for (const [method, path] of [
      ['GET', `/api/v1/captures/${up}`],
      ['GET', `/api/v1/captures/${up}/file`],
      ['GET', `/api/v1/captures/${up}/profile`],
      ['GET', `/api/v1/captures/${up}/snapshot`],
      ['DELETE', `/api/v1/captures/${up}?by=x`],
      ['PUT', `/api/v1/captures/${up}/content`],
      ['GET', `/api/v1/processes/${up}`],
      ['GET', `/api/v1/processes/${up}/series?name=a`],
      ['GET', `/api/v1/processes/${up}/entities`],
    ] as const) {
      const more = method === 'PUT' ? 'Authorization: Bearer x\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n' : ''
      const answer = await ask(path, method, more)
      if (!/^HTTP\/1\.1 (?:30\d|4\d\d) /u.test(answer) || answer.includes(SECRET))
        wrong.push(`${method} ${path}: ${answer.slice(0, 60)}`)
    }
  expect(wrong).toEqual([])
})

it('what an agent calls itself never becomes a path', async () => {
  const before = [readdirSync(folder), readdirSync(hub.dataFolder)]
  for (const name of ['../../../evil', '/etc/evil', '..\\evil', '....//evil', 'C:evil']) {
    const agent = new TestAgent(hub.address)
    expect(await agent.hello(helloOf({ service: name, instance: name, boot: name, host: name }))).toMatchObject({
      ok: true,
    })
    expect(await agent.frames(...framesOf(Date.now() - 60_000, 1, 3))).toMatchObject({ ok: true, durable: 3 })
    agent.close()
  }
  expect([readdirSync(folder), readdirSync(hub.dataFolder)]).toEqual(before)
})
