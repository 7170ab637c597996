/** The exported dashboard over HTTP: pages by their address, types, caching, and what is not there. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../testing/test-hub'

const FILES = {
  'index.html': '<h1>Processes</h1>',
  'process.html': '<h1>Process</h1>',
  'process.txt': 'flight',
  'process/__next._tree.txt': 'tree',
  '404.html': '<h1>Not here</h1>',
  '_next/static/chunks/a1b2.js': 'let a = 1',
  '_next/static/a1b2.css': 'body{}',
  'icon.svg': '<svg/>',
  'robots.txt': 'none',
  '.secret': 'secret',
}

let folder: string
let hub: TestHub

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-dashboard-'))
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, 'site', name)), { recursive: true })
    await writeFile(join(folder, 'site', name), text)
  }
  await writeFile(join(folder, 'outside.html'), 'outside')
  hub = await startTestHub({ dashboardFolder: join(folder, 'site') })
})
afterAll(async () => {
  await hub.end()
  await rm(folder, { recursive: true, force: true })
})

it.each([
  ['a fetch that the router makes again', '/process.txt.txt?id=a.b&_rsc=1', '*/*', '/process.txt?id=a.b&_rsc=1'],
  ['one made again and again', '/index.txt.txt.txt?_rsc=1', '*/*', '/index.txt?_rsc=1'],
  ['a tab older than the build', '/process.txt?id=a.b&_rsc=1', 'text/html,*/*', '/process?id=a.b'],
  ['such a tab on its way to the first page', '/index.txt?_rsc=1', 'text/html,*/*', '/'],
] as const)('%s is led on to what it is after', async (_, path, accept, to) => {
  const answer = await fetch(`${hub.address}${path}`, { redirect: 'manual', headers: { accept } })
  expect([answer.status, answer.headers.get('location')]).toEqual([307, to])
})

it.each([
  ['/robots.txt', 200],
  ['//process.txt', 200],
  ['//process.txt.txt', 404],
  ['/nowhere.txt', 404],
])('%s is %d, and leads nowhere else', async (path, status) => {
  const answer = await fetch(`${hub.address}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } })
  expect([answer.status, answer.headers.get('location')]).toEqual([status, null])
})

it.each([
  ['/', 'index.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/?range=1h', 'index.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/process?id=a.b', 'process.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/process/', 'process.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/process.html', 'process.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/process.txt?_rsc=1', 'process.txt', 'text/plain; charset=utf-8', 'no-cache'],
  ['/process/__next._tree.txt', 'process/__next._tree.txt', 'text/plain; charset=utf-8', 'no-cache'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml', 'no-cache'],
  [
    '/_next/static/chunks/a1b2.js',
    '_next/static/chunks/a1b2.js',
    'application/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ],
  ['/_next/static/a1b2.css', '_next/static/a1b2.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
] as const)('%s is %s, %s, %s', async (path, file, type, caching) => {
  const { status, headers, body } = await hub.get(path)
  expect(status).toBe(200)
  expect(body).toBe(FILES[file])
  expect(headers.get('content-type')).toBe(type)
  expect(headers.get('cache-control')).toBe(caching)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

it('a file that the build compressed is sent so to a browser that takes it, and as it is to any other', async () => {
  const path = '/_next/static/chunks/long.js'
  const text = 'let a = 1;'.repeat(400)
  await writeFile(join(folder, 'site', path), text)
  await writeFile(join(folder, 'site', `${path}.gz`), gzipSync(text))
  const packed = await fetch(`${hub.address}${path}`, { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(packed.headers.get('content-type')).toBe('application/javascript; charset=utf-8')
  expect(packed.headers.get('vary')).toContain('accept-encoding')
  expect(await packed.text()).toBe(text)
  const plain = await fetch(`${hub.address}${path}`, { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toBe(text)
})

it('answers 304 to who has the page already, and HEAD without a body', async () => {
  const etag = (await hub.get('/')).headers.get('etag') ?? ''
  expect(etag).not.toBe('')
  // Not by `fetch`, which asks for a fresh copy whenever it is told to ask itself.
  expect(await rawGet('/', { 'if-none-match': etag })).toEqual({ status: 304, text: '' })
  const head = await fetch(`${hub.address}/process`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(await head.text()).toBe('')
})

it.each(['/nope', '/nope.js', '/process/nope', '/_next/static/', '/_next'])(
  '%s is the page for what is not there',
  async (path) => {
    const { status, headers, body } = await hub.get(path)
    expect([status, body]).toEqual([404, FILES['404.html']])
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  },
)

/** As typed: `fetch` would tidy the path before it is sent. */
function rawGet(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(hub.address)
    request({ hostname, port, path, headers }, (response) => {
      let text = ''
      response.on('data', (data) => (text += String(data)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

it.each([
  '/../outside.html',
  '/%2e%2e/outside.html',
  '/..%2foutside.html',
  '/_next/../../outside.html',
  '/..%5coutside.html',
  '//outside.html',
  '/.secret',
  '/%2esecret',
  '/process.html%00.js',
  '/%zz',
])('%s does not lead out of the folder', async (path) => {
  const { status, text } = await rawGet(path)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(text).not.toContain('outside.html<')
  expect([FILES['.secret'], 'outside']).not.toContain(text)
})

it('says in a sentence that the dashboard is not built, where it is not', async () => {
  const bare = await startTestHub()
  const { status, headers, body } = await bare.get('/')
  expect(status).toBe(503)
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(body).toContain('npm run build')
  expect((await bare.get('/api/v1/processes')).status).toBe(200)
  await bare.end()
})
