// @vitest-environment happy-dom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ClientState } from '../../lib/client/client'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Me } from '../../lib/protocol/access'
import { NOW } from '../testing/alert'
import { COMPARISON, investigationOf } from '../testing/investigation'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { InvestigationsPage } from './investigations-page'
import { pageCopy } from './page-copy'

const cleanUps: (() => unknown)[] = []
let hub: StandInHub
let url: string
const ONE = '/api/v1/investigations/i1'

beforeAll(standInForObservers)
beforeEach(async () => {
  localStorage.clear()
  ;({ hub, url } = await standIn())
  hub.answers.set('GET /api/v1/processes', () => ({ body: { processes: [] } }))
  cleanUps.push(() => hub.stop())
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function show(query: string, state: Partial<ClientState> = {}) {
  const shown = await showPage(
    <SearchParamsContext value={new URLSearchParams(query)}>
      <InvestigationsPage />
    </SearchParamsContext>,
    url,
    { state },
  )
  cleanUps.push(shown.unmount)
  await shown.until(() => !shown.container.querySelector('[aria-busy="true"]'))
  return shown
}

const VIEWER: Me = {
  door: 'closed',
  who: { name: 'Kim', role: 'viewer', via: 'session', hasPassword: true },
  provider: null,
}

const lastBody = () => hub.requests.findLast(({ method }) => method !== 'GET')?.body

describe('the list of investigations', () => {
  it('says how one begins while there is none', async () => {
    hub.answers.set('GET /api/v1/investigations', () => ({ body: { investigations: [] } }))
    const { container } = await show('')
    expect(container.textContent).toContain('npx tidemark run --set KEEP_ALIVE=false -- node server.js')
  })

  it('links to each one, with what it is about and how many runs are under way', async () => {
    hub.answers.set('GET /api/v1/investigations', () => ({ body: { investigations: [investigationOf()] } }))
    const { container } = await show('')
    const card = container.querySelector('[data-investigation="i1"]')
    expect(card?.querySelector('a')?.getAttribute('href')).toBe('/investigations?id=i1')
    expect(card?.textContent).toContain('memory.live_set of relay · 3 runs, 3 of them under way')
  })
})

describe('one investigation', () => {
  beforeEach(() => hub.answers.set(`GET ${ONE}`, () => ({ body: investigationOf() })))

  it('says which setting holds the leak, and of each run its slope, what was left out and what it waits for', async () => {
    const { container, find } = await show('id=i1')
    expect(find('[data-investigation-sentence]').textContent).toContain('KEEP_ALIVE=false isolates the leak')
    expect(find('[data-toggle="KEEP_ALIVE=false"]').textContent).toContain('isolates the leak')
    const usual = find('[data-run="as usual"]')
    expect(usual.textContent).toContain('+240.0 MiB/h')
    expect(usual.textContent).toContain('+228.0 to +251.0 MiB/h')
    expect(usual.textContent).toContain('40 min of warm-up left out, 2 h 20 min steady')
    expect(usual.querySelector<HTMLElement>('[data-bar="warm-up"]')?.style.width).toMatch(/^22\.2/u)
    const notYet = find('[data-run="without threads"]')
    expect(notYet.textContent).toContain('still warming up')
    expect(notYet.textContent).toContain('about 1 h 40 min more: cache.did is 47 % full')
    expect(notYet.textContent).toContain('not known')
    expect(container.querySelector('[aria-labelledby="slopes-title"] [role="img"]')?.getAttribute('aria-label')).toBe(
      'Slopes an hour with their 90 % intervals. as usual: +240.0 MiB/h, +228.0 to +251.0 MiB/h; without keep-alive: ' +
        '+3.0 MiB/h, −4.0 to +10.0 MiB/h; without threads: not known.',
    )
  })

  it('lays two runs over each other that the address names, with unknowns told as such', async () => {
    hub.answers.set(`GET ${ONE}/comparison`, () => ({ body: COMPARISON }))
    const { find, until } = await show('id=i1&before=r1&after=r2')
    await until(() => document.querySelector('[data-comparison]'))
    expect(hub.requests.find(({ path }) => path.endsWith('comparison'))?.query.toString()).toBe('before=r1&after=r2')
    expect(find('[data-compared="slope"]').textContent).toContain('−237.0 MiB/h')
    expect(find('[data-compared="restart-interval"]').textContent).toContain('3 d or more')
    expect(find('[data-compared="entities"]').textContent).toContain('not known')
  })

  it('adds a run with the settings that were typed, and says what is wrong with them before that', async () => {
    hub.answers.set(`POST ${ONE}/runs`, () => ({ status: 201, body: {} }))
    const { press, type, button, find, until } = await show('id=i1')
    await press('Add a run')
    await type('Label', 'without recycling')
    await type('Settings that were toggled', 'RECYCLE')
    expect(find('[data-fault]').textContent).toBe(
      '“RECYCLE” is not a setting: write NAME=value, more than one beside a comma.',
    )
    expect(button('Add').hasAttribute('disabled')).toBe(true)
    await type('Settings that were toggled', 'RECYCLE=0, THREADS=0')
    await press('Add')
    await until(() => hub.requests.some(({ method }) => method === 'POST'))
    expect(lastBody()).toMatchObject({
      label: 'without recycling',
      settings: { RECYCLE: '0', THREADS: '0' },
      process: null,
      fromMs: NOW,
      toMs: null,
    })
  })

  it('ends a run by one press, and removes one only when asked twice', async () => {
    hub.answers.set(`POST ${ONE}/runs/r1/end`, () => ({ body: {} }))
    hub.answers.set(`DELETE ${ONE}/runs/r1`, () => ({ status: 204, body: undefined }))
    const { press, until } = await show('id=i1')
    await press('End as usual')
    await until(() => hub.requests.some(({ path }) => path.endsWith('/end')))
    await press('Remove as usual')
    expect(hub.requests.some(({ method }) => method === 'DELETE')).toBe(false)
    await press('Remove it for good as usual')
    await until(() => hub.requests.some(({ method }) => method === 'DELETE'))
  })

  it('offers a viewer nothing that only operators may do, and says so', async () => {
    hub.answers.set('GET /api/v1/investigations', () => ({ body: { investigations: [investigationOf()] } }))
    const list = await show('', { me: VIEWER })
    expect(list.container.textContent).toContain('Operators begin investigations.')
    expect(list.container.querySelectorAll('button').length).toBe(0)
    const { container } = await show('id=i1', { me: VIEWER })
    expect(container.textContent).toContain('Operators change it.')
    const names = [...container.querySelectorAll('button')].map(
      (one) => one.getAttribute('aria-label') ?? one.textContent,
    )
    expect(names).toEqual(expect.arrayContaining(['Copy as Markdown', 'Save as a page']))
    expect(names.filter((name) => /^(?:Add|End|Edit|Remove|Attach|Follows|Make)/u.test(name ?? ''))).toEqual([])
  })

  it('becomes a page of its own without anything to press, with its styles and whole links', async () => {
    const { container } = await show('id=i1')
    const part = container.firstElementChild as HTMLElement
    const html = pageCopy(part, 'What holds <it>?')
    const page = new DOMParser().parseFromString(html, 'text/html')
    expect(page.title).toBe('What holds <it>?')
    expect(page.body.textContent).toContain('KEEP_ALIVE=false isolates the leak')
    expect(page.querySelectorAll('button, select, script').length).toBe(0)
    expect(page.querySelector('[data-run] a')?.getAttribute('href')).toMatch(/^http.*\/process\?id=relay\.a$/u)
    expect(part.querySelectorAll('button').length).toBeGreaterThan(0)
  })
})
