/** Script in every text that an agent or a person can set, looked at in a real browser: it is text on every page, and nothing of it runs. */
import { expect, type Page, test } from '@playwright/test'
import { helloOf, TestAgent } from '../lib/hub/testing/test-agent'
import type { AlertsAnswer } from '../lib/protocol/alert-api'
import { dataFolder, startHub } from './programs'
import { visit } from './visit'

declare global {
  interface Window {
    violations: string[]
    smuggled?: boolean
  }
}

/** Where it stands is part of it, so that a fault says which text it was. */
const evil = (where: string) =>
  `${where} <img src=/x-${where} onerror="window.smuggled=true"><script>window.smuggled=true</script>"'><svg/onload=window.smuggled=true>`
const id = (process: { ok: boolean; process?: string }) => process.process ?? ''

/** An agent that has a pool at its maximum for ten minutes, so that there is an alert, and says script wherever it may say text. */
async function hostileAgent(url: string, instance: string): Promise<{ agent: TestAgent; process: string }> {
  const agent = new TestAgent(url)
  const hello = helloOf(
    {
      service: evil('service'),
      instance: evil(instance),
      boot: evil('boot'),
      host: evil('host'),
      runtime: evil('runtime'),
      version: evil('version'),
      labels: { [evil('label')]: evil('value'), version: evil('labelled') },
    },
    [
      { name: 'memory.rss', kind: 'memory', unit: 'bytes', help: evil('help') },
      { name: 'pool.mesh', kind: 'pool', unit: 'count', max: 10, help: evil('pool-help') },
    ],
  )
  const process = id(await agent.hello(hello))
  const startMs = Date.now() - 599_000
  const frames = Array.from({ length: 600 }, (_, n) => ({
    seq: n + 1,
    atMs: startMs + n * 1_000,
    values: [1e8 + (n % 7) * 1e5, 10],
  }))
  await agent.frames(...frames)
  const events = ['log', 'deploy', 'rejected', evil('type').slice(0, 60)].map((type, n) => ({
    atMs: Date.now() - 1_000 * n,
    type,
    level: 'error',
    message: evil(`message-${n}`),
  }))
  await agent.say('events', { events })
  return { agent, process }
}

async function post(url: string, path: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as { id: string }
}

/** What a person may write anywhere. */
async function hostilePerson(url: string, process: string): Promise<{ investigation: string; alert: string }> {
  await post(url, '/annotations', { kind: 'note', title: evil('note'), process, author: evil('author').slice(0, 200) })
  await post(url, '/annotations', { kind: 'deploy', title: evil('deploy'), service: evil('service') })
  let alert = ''
  await expect
    .poll(async () => {
      const { alerts } = (await (await fetch(`${url}/api/v1/alerts`)).json()) as AlertsAnswer
      alert = alerts[0]?.id ?? ''
      return alert
    })
    .not.toBe('')
  const nowMs = Date.now()
  const by = evil('by')
  await post(url, `/alerts/${encodeURIComponent(alert)}/ack`, { by, note: evil('ack') })
  await post(url, '/silences', {
    match: { service: 'another' },
    fromMs: nowMs,
    toMs: nowMs + 3_600_000,
    by,
    why: evil('why'),
  })
  const finding = await post(url, '/findings', {
    title: evil('finding'),
    where: evil('where'),
    evidence: [{ title: evil('evidence'), link: '/alerts' }],
    by,
  })
  await fetch(`${url}/api/v1/findings/${finding.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ note: { by, text: evil('finding-note') } }),
  })
  await hostileOperator(url)
  const run = (label: string, fromMs: number, toMs: number) => ({
    label: evil(label),
    settings: { [evil('key')]: evil('setting') },
    process,
    fromMs,
    toMs,
  })
  const investigation = await post(url, '/investigations', {
    title: evil('investigation'),
    question: evil('question'),
    service: evil('service'),
    metric: 'memory.rss',
    runs: [run('run-1', nowMs - 590_000, nowMs - 300_000), run('run-2', nowMs - 290_000, nowMs - 10_000)],
  })
  return { investigation: investigation.id, alert }
}

/** What whoever sets the hub up may name. */
async function hostileOperator(url: string): Promise<void> {
  await post(url, '/channels', {
    name: evil('channel').slice(0, 80),
    isEnabled: false,
    settings: { kind: 'webhook', url: 'http://127.0.0.1:9/' },
    match: { services: [evil('match').slice(0, 100)] },
    escalateAfterMs: null,
    mayReachPrivate: true,
  })
}

/** Closes the door: from now on the page's browser is logged in, under a name of script, and has made a token of such a name. */
async function hostileUser(url: string, page: Page): Promise<void> {
  const [name, password] = [evil('user').slice(0, 100), 'long enough to be one']
  await post(url, '/users', { name, password, role: 'admin' })
  for (const [path, data] of [
    ['log-in', { name, password }],
    ['api-tokens', { name: evil('token').slice(0, 100), role: 'viewer' }],
  ] as const)
    expect((await page.request.post(`${url}/api/v1/${path}`, { data, headers: { origin: url } })).ok()).toBe(true)
}

/** Nothing ran, nothing was tried and held back by the policy alone, and no text became an element. */
async function expectOnlyText(page: Page, path: string): Promise<void> {
  const seen = await page.evaluate(() => ({
    smuggled: window.smuggled ?? false,
    violations: window.violations,
    elements: document.querySelectorAll('img[src*="x-"], [onerror], [onload], svg:not([class]):empty').length,
    scriptLinks: document.querySelectorAll('a[href^="javascript:" i]').length,
  }))
  expect([path, seen]).toEqual([path, { smuggled: false, violations: [], elements: 0, scriptLinks: 0 }])
}

test('script in names, labels, events, notes and addresses is text on every page', async ({ page }) => {
  const folder = await dataFolder()
  const hub = await startHub({ folder: folder.path })
  try {
    const { agent, process } = await hostileAgent(hub.url, 'instance')
    const { investigation, alert } = await hostilePerson(hub.url, process)
    // Only now, so that the alert that was found is of the first.
    const sibling = await hostileAgent(hub.url, 'sibling')
    const link = 'javascript:window.smuggled=true'
    await expect(post(hub.url, '/findings', { title: 'x', by: 'x', evidence: [{ title: 'x', link }] })).rejects.toThrow(
      /answered 400/u,
    )
    await page.addInitScript(() => {
      window.violations = []
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        window.violations.push(`${violatedDirective} ${blockedURI}`),
      )
    })
    const of = encodeURIComponent
    const pages: [path: string, ...texts: string[]][] = [
      ['/', 'instance'],
      [`/process?id=${of(process)}`, 'instance'],
      ['/alerts', 'instance'],
      [`/alerts?id=${of(alert)}`, 'instance'],
      ['/findings', 'finding'],
      ['/investigations', 'investigation'],
      [`/investigations?id=${of(investigation)}`, 'question'],
      ['/alerts?tab=silences', 'why'],
      ['/alerts?tab=history'],
      [`/compare?id=${of(process)}&id=${of(sibling.process)}`, 'sibling'],
      ['/settings', 'channel'],
      [`/process?id=${of(evil('address'))}&range=${of(evil('range'))}`],
      [`/alerts?id=${of(evil('address'))}&state=${of(evil('state'))}`],
      [`/investigations?id=${of(evil('address'))}`],
      [`/snapshot?id=${of(evil('address'))}`],
      [`/#${of(evil('hash'))}`],
    ]
    const look = async (path: string, ...texts: string[]) => {
      await visit(page, `${hub.url}${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      for (const text of texts) await expect(page.getByText(`${text} <img src=/x-${text}`).first()).toBeAttached()
      await page.waitForLoadState('networkidle')
      await expectOnlyText(page, path)
    }
    for (const [path, ...texts] of pages) await look(path, ...texts)
    await hostileUser(hub.url, page)
    await look('/settings', 'user', 'token')
    agent.close()
    sibling.agent.close()
  } finally {
    await hub.stop()
    await folder.remove()
  }
})
