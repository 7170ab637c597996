// @vitest-environment happy-dom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { describe, expect, it } from 'vitest'
import { ClientProvider } from '../../lib/client/react'
import type { EntityTable } from '../../lib/protocol/entities'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { CollectNow } from './collect-now'
import { EntitiesSection } from './entities-section'

const stage = standInForEach()
const PROCESS = 'api.listeners'
const COMMANDS = `POST /api/v1/processes/${PROCESS}/commands`
const MIB = 1_048_576

const refusal = (message: string) => ({ status: 409, body: { error: { code: 'too_soon', message } } })
const lastBody = () => stage.hub.requests.findLast(({ method }) => method === 'POST')?.body

describe('the entities of a process', () => {
  const row = (id: string, bytes: number, grown: number | null) => ({
    id,
    bytes,
    count: 2,
    ageMs: 90_000,
    grown,
    grownSinceMs: NOW - 60_000,
  })
  const sockets: EntityTable = {
    name: 'sockets',
    total: 12_000,
    sampled: 2_000,
    isEstimate: true,
    atMs: NOW,
    rows: [row('small', 2_048, 1_024), row('large', 3 * MIB, null)],
  }
  const answer = (tables: EntityTable[]) =>
    stage.hub.answers.set(`GET /api/v1/processes/${PROCESS}/entities`, () => ({ body: { tables } }))

  it('are sorted by what is pressed, and say that they are a sample and estimates', async () => {
    answer([sockets])
    const { container, press, until } = await stage.show(<EntitiesSection process={PROCESS} isInView />)
    await until(() => container.querySelector('[data-entity]'))
    const ids = () => [...container.querySelectorAll('[data-entity]')].map((one) => one.getAttribute('data-entity'))
    expect(container.textContent).toContain('a sample of 2,000 of 12,000; bytes are estimates')
    expect(ids()).toEqual(['large', 'small'])
    await press('Growth')
    expect(ids()).toEqual(['small', 'large'])
    expect(container.querySelector('[data-entity="large"]')?.textContent).toContain('not known')
  })

  it('ask for the growth of an hour when that is chosen', async () => {
    answer([sockets])
    const { press, until, container } = await stage.show(<EntitiesSection process={PROCESS} isInView />)
    await until(() => container.querySelector('[data-entity]'))
    await press('1 h')
    await until(() => stage.hub.requests.at(-1)?.query.get('windowMs') === '3600000')
  })

  const withHistory = () => {
    answer([sockets])
    stage.hub.answers.set(`GET /api/v1/processes/${PROCESS}/entities/history`, () => ({
      body: { id: 'large', atMs: [NOW - 20_000, NOW - 10_000, NOW], bytes: [MIB, null, 3 * MIB], count: [1, 1, 1] },
    }))
  }

  it('open their own history by a press, with its numbers as a table, and the address says so', async () => {
    withHistory()
    const { press, until, container } = await stage.show(<EntitiesSection process={PROCESS} isInView />)
    await until(() => container.querySelector('[data-entity]'))
    await press('large')
    const history = await until(() => container.querySelector('[data-history="large"]'))
    expect(history.querySelector('figcaption')?.textContent).toMatch(
      /^1\.0 MiB at .* → 3\.0 MiB at .*sampled 2 times$/u,
    )
    expect(stage.hub.requests.at(-1)?.query.get('group')).toBe('sockets')
    expect(window.location.search).toBe('?list=sockets&entity=large')
    await press('Table of large')
    const cells = [...history.querySelectorAll('tbody tr')].map((row) => row.querySelector('td')?.textContent)
    expect(cells).toEqual(['3.0 MiB', '1.0 MiB'])
    await press('large')
    expect(window.location.search).toBe('')
  })

  it('are open as the address says, and as it says next, also below the ten that are shown', async () => {
    withHistory()
    const many = Array.from({ length: 12 }, (_, at) => row(`${at}`, 5 * MIB, null))
    answer([{ ...sockets, rows: [...sockets.rows, ...many] }])
    const at = (query: string) => (
      <SearchParamsContext value={new URLSearchParams(query)}>
        <EntitiesSection process={PROCESS} isInView />
      </SearchParamsContext>
    )
    const { until, container, client, again } = await stage.show(at('id=api.listeners&list=sockets&entity=large'))
    await until(() => container.querySelector('[data-history="large"] figcaption'))
    expect(container.querySelectorAll('[data-entity]')).toHaveLength(11)
    await again(<ClientProvider client={client}>{at('id=api.listeners&list=sockets&entity=small')}</ClientProvider>)
    await until(() => container.querySelector('[data-history="small"]'))
    expect(container.querySelector('[data-history="large"]')).toBeNull()
  })

  it('tell how a list is registered where there is none', async () => {
    answer([])
    const { container, until } = await stage.show(<EntitiesSection process={PROCESS} isInView />)
    await until(() => container.textContent?.includes('agent.entities('))
  })
})

describe('a collection on demand', () => {
  const collected = {
    beforeBytes: 310 * MIB,
    afterBytes: 301 * MIB,
    externalBeforeBytes: 4 * MIB,
    externalAfterBytes: 4 * MIB,
    rssBeforeBytes: 400 * MIB,
    rssAfterBytes: 399 * MIB,
    pauseMs: 231.4,
    atMs: NOW,
    sentence: 'The collection gave back 9.0 MiB of 310.0 MiB: retained.',
    since: { atMs: NOW - 120_000, retainedBytes: 12 * MIB },
  }

  it('asks for a name once, and then shows what stayed and how that compares with the last time', async () => {
    stage.hub.answers.set(COMMANDS, () => ({ body: collected }))
    const { press, type, until, container } = await stage.show(<CollectNow process={PROCESS} />)
    await press('Collect now')
    expect(document.querySelector('dialog')?.textContent).toContain('It stops the process; for how long is not known')
    await type('Your name', 'Ada')
    await press('Collect')
    const told = await until(() => container.querySelector('[data-collected]'))
    expect(told.textContent).toContain(collected.sentence)
    expect(told.textContent).toContain('310.0 MiB301.0 MiB9.0 MiB')
    expect(told.textContent).toMatch(/Since the one at .*, \+12\.0 MiB stayed/u)
    expect(lastBody()).toEqual({ name: 'gc', args: {}, by: 'Ada' })
    const before = stage.hub.requests.length
    await press('Collect now')
    await until(() => stage.hub.requests.length > before)
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('tells its cost first where an address asks for it, whoever it is', async () => {
    localStorage.setItem('tidemark.name', 'Ada')
    stage.hub.answers.set(COMMANDS, () => ({ body: collected }))
    const { press, until, container } = await stage.show(<CollectNow process={PROCESS} />, { query: 'act=collect' })
    expect(document.querySelector('dialog')?.textContent).toContain('It stops the process')
    expect(lastBody()).toBeUndefined()
    await press('Collect')
    await until(() => container.querySelector('[data-collected]'))
    expect(lastBody()).toMatchObject({ name: 'gc' })
  })

  it('says why it was refused', async () => {
    localStorage.setItem('tidemark.name', 'Ada')
    stage.hub.answers.set(COMMANDS, () => refusal('a collection was done 12 s ago; wait for the minute to be over.'))
    const { press, until, container, type } = await stage.show(<CollectNow process={PROCESS} />)
    await press('Collect now')
    if (document.querySelector('dialog')) {
      await type('Your name', 'Ada')
      await press('Collect')
    }
    await until(() => container.querySelector('[role="alert"]')?.textContent?.includes('wait for the minute'))
    expect(container.querySelector('[data-collected]')).toBeNull()
  })
})
