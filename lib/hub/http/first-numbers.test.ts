/** Pages that come with their first numbers in them, from a real hub; e2e/first-numbers.spec.ts has the dashboard's own drawing. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FirstAnswer, writeView } from '../../protocol/first-page'
import { framesOf, helloOf, TestAgent } from '../testing/test-agent'
import { startTestHub, type TestHub } from '../testing/test-hub'

const sheetOf = (name: string) =>
  `<link rel="stylesheet" href="/_next/static/chunks/${name}.css" data-precedence="next"/>`

const pageOf = (drawing: string) =>
  `<!DOCTYPE html><html lang="en"><head><script>go()</script>${['0k-a', 'gone', 'odd'].map((name) => sheetOf(name)).join('')}</head><body><div data-stand="" data-drawing="${drawing}"><section><p>Asking</p></section></div><p>rest</p></body></html>`

const VIEW = { zone: null, language: '', theme: '', density: '', columns: '', pinned: '' }

const DRAWING = `exports.default = {
  asks: (page, search) => page === 'index.html' ? { fleet: true } : search.includes('id=') ? { process: new URLSearchParams(search).get('id') } : null,
  draw: (page, search, answer, view) => search.includes('wall') ? null : '<b>' + page + ' ' + JSON.stringify(view) + '</b>',
}`

let folder: string
const ID = 'gateway.host-a~2f0'

let hub: TestHub
let agent: TestAgent
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-first-'))
  await mkdir(join(folder, '.drawings'))
  await writeFile(join(folder, 'index.html'), pageOf('good.cjs'))
  await writeFile(join(folder, 'process.html'), pageOf('good.cjs'))
  await writeFile(join(folder, 'alerts.html'), pageOf('broken.cjs'))
  await writeFile(join(folder, 'findings.html'), pageOf('absent.cjs'))
  await mkdir(join(folder, '_next', 'static', 'chunks'), { recursive: true })
  await writeFile(join(folder, '_next', 'static', 'chunks', '0k-a.css'), '.a>b{color:red}')
  await writeFile(join(folder, '_next', 'static', 'chunks', 'odd.css'), '/* </style> */')
  await writeFile(join(folder, '.drawings', 'good.cjs'), DRAWING)
  await writeFile(join(folder, '.drawings', 'broken.cjs'), DRAWING.replace("search.includes('wall')", 'nowhere()'))
  hub = await startTestHub({ dashboardFolder: folder })
  agent = new TestAgent(hub.address)
  await agent.hello(helloOf({ labels: { note: '</script><script>x()</script>' } }))
  await agent.frames(...framesOf(Date.now() - 3_000, 1, 2))
})
afterAll(async () => {
  agent.close()
  await hub.end()
  await rm(folder, { recursive: true, force: true })
})

function answerIn(page: string): FirstAnswer {
  const block = /<script type="application\/json" id="tidemark-first">(?<json>.*?)<\/script><\/body><\/html>$/su.exec(
    page,
  )
  return JSON.parse(block?.groups?.['json'] ?? '') as FirstAnswer
}

describe('a page that the hub draws into', () => {
  it('has what was drawn where it will stand, and the answer that it was drawn from at its end', async () => {
    const { status, headers, body } = await hub.get('/')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^ ']+'; /u)
    const page = String(body)
    expect(page).toContain(
      '<b>index.html {"zone":null,"language":"","theme":"","density":"","columns":"","pinned":""}</b></div><p>rest</p>',
    )
    expect(page).not.toContain('Asking')
    expect(answerIn(page)).toMatchObject({ ok: true, alerts: { firing: 0 }, fleet: { rows: [{ id: ID }], total: 1 } })
  })

  it('has its style sheets in it, so that nothing is waited for before it is painted; one that cannot be stays a link', async () => {
    const { body } = await hub.get('/')
    expect(body).toContain(
      `<script>go()</script><style>.a>b{color:red}</style>${sheetOf('gone')}${sheetOf('odd')}</head>`,
    )
  })

  it('is of the process that its address names, and says nothing that a parser of HTML would take for its own', async () => {
    const page = String((await hub.get(`/process?id=${ID}`)).body)
    expect(page).toContain('<b>process.html')
    expect(page.match(/<script/gu)).toHaveLength(2)
    expect(answerIn(page)).toMatchObject({
      process: { id: ID, series: [{ name: 'memory.rss' }, {}], labels: { note: '</script><script>x()</script>' } },
    })
    expect(answerIn(page)).not.toHaveProperty('fleet')
  })

  it('is drawn as its reader wants it, by what his browser says', async () => {
    const view = { ...VIEW, zone: 'Europe/Berlin', language: 'de', columns: 'state memory', pinned: 'a b' }
    const { body } = await hub.get('/', { cookie: `other=1; tidemark_view=${writeView(view)}` })
    expect(body).toContain(JSON.stringify(view))
  })

  it('tells its first script what that would have to ask the browser for', async () => {
    const begin = async (cookie?: string) =>
      /^.*?<script>/su.exec(String((await hub.get('/', cookie === undefined ? {} : { cookie })).body))?.[0]
    const head = '<head><script>'
    expect(await begin()).toBe(`<!DOCTYPE html><html data-drawn-in="" lang="en">${head}`)
    const chosen = { ...VIEW, language: 'de', theme: 'dark', density: 'compact' }
    expect(await begin(`tidemark_view=${writeView(chosen)}`)).toBe(
      `<!DOCTYPE html><html data-drawn-in="de" data-theme="dark" data-density="compact" lang="en">${head}`,
    )
    const odd = { ...VIEW, language: '"><b>', theme: '"><b>', density: 'x' }
    expect(await begin(`tidemark_view=${writeView(odd)}`)).toBe(
      `<!DOCTYPE html><html data-drawn-in="" lang="en">${head}`,
    )
  })

  it.each([
    ['/?wall=1', 'which can say nothing true yet'],
    ['/process?id=nobody', 'of a process that nobody knows'],
    ['/process', 'of no process'],
    ['/alerts?id=a', 'whose drawing is broken'],
    ['/findings?id=a', 'whose drawing is not there'],
  ])('%s, %s, is as it was built', async (path) => {
    const { status, headers, body } = await hub.get(path)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(body).toContain('Asking')
    expect(body).not.toContain('tidemark-first')
  })

  it('comes packed to who takes it, and plain to who does not', async () => {
    const plain = await fetch(`${hub.address}/`, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toContain('<b>index.html')
    const packed = await fetch(`${hub.address}/`, { headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(await packed.text()).toContain('<b>index.html')
  })

  it('leads nobody to what draws it', async () => {
    expect((await hub.get('/.drawings/good.cjs')).status).toBe(404)
  })
})
