// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Capture } from '../../lib/protocol/captures'
import type { EntityTable } from '../../lib/protocol/entities'
import type { ProfileAnswer, ProfileSite } from '../../lib/protocol/profile-answer'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { CapturesProvider } from './captures-context'
import { CapturesSection } from './captures-section'
import { CollectNow } from './collect-now'
import { Difference } from './difference'
import { EntitiesSection } from './entities-section'
import type { Compared } from './inside-address'

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

  it('open their own history by a press', async () => {
    answer([sockets])
    stage.hub.answers.set(`GET /api/v1/processes/${PROCESS}/entities/history`, () => ({
      body: { id: 'large', atMs: [NOW - 20_000, NOW - 10_000, NOW], bytes: [MIB, null, 3 * MIB], count: [1, 1, 1] },
    }))
    const { press, until, container } = await stage.show(<EntitiesSection process={PROCESS} isInView />)
    await until(() => container.querySelector('[data-entity]'))
    await press('large')
    const history = await until(() => container.querySelector('[data-history="large"]'))
    expect(history.textContent).toMatch(/^1\.0 MiB at .* → 3\.0 MiB at .*sampled 2 times$/u)
    expect(stage.hub.requests.at(-1)?.query.get('group')).toBe('sockets')
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
    expect(document.querySelector('dialog')?.textContent).toContain('It stops the process for about not known')
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

const captureOf = (id: string, more: Partial<Capture> = {}): Capture => ({
  id,
  kind: 'heap-profile',
  process: PROCESS,
  service: 'api',
  instance: 'listeners',
  boot: 'b',
  state: 'ready',
  by: 'Ada',
  askedAtMs: NOW,
  readyAtMs: NOW,
  bytes: 2_048,
  hasStrings: true,
  result: null,
  error: null,
  ...more,
})

describe('the captures of a process', () => {
  const showCaptures = async (captures: Capture[]) => {
    stage.hub.answers.set('GET /api/v1/captures', () => ({ body: { captures } }))
    const compared: Compared[] = []
    const shown = await stage.show(
      <CapturesProvider process={PROCESS}>
        <CapturesSection process={PROCESS} compared={null} onCompare={(two) => compared.push(two)} />
      </CapturesProvider>,
    )
    await shown.until(() => shown.container.querySelector('[data-capture]') ?? captures.length === 0)
    return { ...shown, compared }
  }

  it('tell what is under way, what failed and why, and download only what other tools can read', async () => {
    const { container, button } = await showCaptures([
      captureOf('now', { state: 'asked', bytes: null }),
      captureOf('bad', { state: 'failed', error: 'the hub was restarted while it was taken.' }),
      captureOf('bare', { kind: 'heap-snapshot', hasStrings: false }),
      captureOf('whole', { kind: 'heap-snapshot' }),
    ])
    const row = (id: string) => container.querySelector(`[data-capture="${id}"]`)
    expect(row('now')?.textContent).toContain('capturing')
    expect(row('now')?.textContent).toContain('Cancel')
    expect(row('bad')?.textContent).toContain('the hub was restarted')
    expect(row('bare')?.querySelector('a[download]')).toBeNull()
    expect(row('whole')?.querySelector('a[download]')?.getAttribute('href')).toBe('/api/v1/captures/whole/file')
    expect(row('bare')?.querySelector('a')?.getAttribute('href')).toBe('/snapshot?id=bare')
    expect(button('Take a profile').disabled).toBe(true)
  })

  it('are compared two at a time, the older before the newer, whichever was chosen first', async () => {
    const { press, container, compared } = await showCaptures([captureOf('c'), captureOf('b'), captureOf('a')])
    await press('Compare the newest two')
    expect(compared).toEqual([{ before: 'b', after: 'c' }])
    const choose = (id: string) => container.querySelector<HTMLInputElement>(`[data-capture="${id}"] input`)
    const { act } = await import('react')
    await act(async () => choose('c')?.click())
    await act(async () => choose('a')?.click())
    await press('Compare the two')
    expect(compared.at(-1)).toEqual({ before: 'a', after: 'c' })
  })

  it('are compared with their own kind: two snapshots that are chosen lead to their page', async () => {
    const { container } = await showCaptures([
      captureOf('t', { kind: 'heap-snapshot' }),
      captureOf('p'),
      captureOf('s', { kind: 'heap-snapshot' }),
    ])
    const { act } = await import('react')
    for (const id of ['p', 's', 't'])
      await act(async () => container.querySelector<HTMLInputElement>(`[data-capture="${id}"] input`)?.click())
    const link = [...container.querySelectorAll('a')].find((one) => one.textContent === 'Compare the two')
    expect(link?.getAttribute('href')).toBe('/snapshot?id=t&before=s')
  })

  it('are removed by a press, with who did it, and the list is read again', async () => {
    stage.hub.answers.set('DELETE /api/v1/captures/a', () => ({ status: 204, body: null }))
    const { press, type, button, until } = await showCaptures([captureOf('a')])
    const label = button('Take a profile')
      .ownerDocument.querySelector('[aria-label^="Remove"]')
      ?.getAttribute('aria-label')
    stage.hub.answers.set('GET /api/v1/captures', () => ({ body: { captures: [] } }))
    await press(label ?? '')
    // The name is asked for once in this browser.
    if (document.querySelector('dialog')) {
      await type('Your name', 'Ada')
      await press('Remove it')
    }
    await until(() => document.body.textContent?.includes('Nothing was captured yet'))
    expect(stage.hub.requests.find(({ method }) => method === 'DELETE')?.query.get('by')).toBe('Ada')
  })

  it('begin with a profile over the time that was chosen', async () => {
    stage.hub.answers.set(COMMANDS, () => ({ status: 202, body: captureOf('new', { state: 'asked' }) }))
    const { press, type, until } = await showCaptures([])
    await press('Take a profile')
    await until(() => document.querySelectorAll('dialog input[type="radio"]').length === 3)
    const { act } = await import('react')
    await act(async () => document.querySelectorAll<HTMLInputElement>('dialog input[type="radio"]')[1]?.click())
    await type('Your name', 'Ada')
    await press('Take it')
    await until(() => stage.hub.requests.some(({ method }) => method === 'POST'))
    expect(lastBody()).toEqual({ name: 'heap-profile', args: { durationMs: 30_000 }, by: 'Ada' })
  })

  it('take a snapshot only after its cost was told, and not where the process refuses it', async () => {
    const estimate = {
      heapBytes: 94 * MIB,
      pauseMs: [3_800, 14_200],
      memoryBytes: 1_500 * MIB,
      freeBytes: 900 * MIB,
      isAllowed: false,
      reason: 'twice that has to be free.',
    }
    stage.hub.answers.set(COMMANDS, () => ({ body: estimate }))
    const { press, button, until } = await showCaptures([])
    await press('Take a snapshot')
    await until(() => document.querySelector('dialog')?.textContent?.includes('3.8 to 14.2 s'))
    expect(document.querySelector('dialog')?.textContent).toContain('twice that has to be free.')
    expect(button('Stop the process and take it').disabled).toBe(true)
  })
})

describe('the difference of two profiles', () => {
  const site = (functionName: string, line: number): ProfileSite => ({
    functionName,
    url: 'file:///app/main.ts',
    line,
    column: 3,
    origin: 'own',
  })
  const change = (beforeBytes: number, afterBytes: number) => ({
    beforeBytes,
    afterBytes,
    grownBytes: afterBytes - beforeBytes,
  })
  const listen = site('listen', 50)
  const grown = change(MIB, 13 * MIB)
  const answer: ProfileAnswer = {
    total: grown,
    agent: change(MIB, 1.5 * MIB),
    rows: [{ site: listen, self: grown, total: grown, stack: [listen, site('serve', 31)] }],
    leftOut: 0,
    flame: {
      ...grown,
      site: { ...site('(root)', 0), url: '', line: null, column: null, origin: 'native' },
      selfGrownBytes: 0,
      children: [{ ...grown, site: listen, selfGrownBytes: grown.grownBytes, children: [] }],
    },
    faults: [],
  }
  const showDifference = async () => {
    stage.hub.answers.set('GET /api/v1/captures/y/profile', () => ({ body: answer }))
    const compared = { before: 'x', after: 'y' }
    const shown = await stage.show(<Difference process={PROCESS} name="api listeners" compared={compared} />)
    await shown.until(() => shown.container.querySelector('[data-site]'))
    return shown
  }

  it('names the line of code that grew most, with the stack that led there', async () => {
    const { container, press } = await showDifference()
    expect(container.textContent).toContain('listen (main.ts:50) holds 12.0 MiB more.')
    expect(container.textContent).toContain('own agent is left out: +512 KiB of its 1.5 MiB.')
    expect(container.querySelector('[data-site]')?.getAttribute('data-site')).toBe('main.ts:50')
    await press('listen')
    expect(container.querySelector('ol')?.textContent).toBe('listen /app/main.ts:50:3serve /app/main.ts:31:3')
    expect(stage.hub.requests.at(-1)?.query.get('before')).toBe('x')
  })

  it('is walked by keys in the flame graph, which says where one is', async () => {
    const { find } = await showDifference()
    const { act } = await import('react')
    const words = () => find('[data-flame] [role="status"]').textContent
    expect(words()).toContain('all that grew')
    const key = (name: string) =>
      act(async () => {
        find('[role="application"]').dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
      })
    await key('ArrowDown')
    expect(words()).toBe('listen main.ts:50 · grew by 12.0 MiB · 100 % of all')
    // The page may scroll it under a pointer that rests; only one that moves points.
    const root = find('[data-flame] svg g')
    const pointer = (movementX: number) =>
      act(async () => {
        for (const type of ['pointerenter', 'pointerover', 'pointermove'])
          root.dispatchEvent(new PointerEvent(type, { bubbles: true, movementX }))
      })
    await pointer(0)
    expect(words()).toContain('listen')
    await key('Enter')
    expect(find('[data-flame]').textContent).toContain('Show all')
    await key('Escape')
    await pointer(3)
    expect(words()).toContain('all that grew')
  })

  it('becomes a finding by one press, with where it is and a link back', async () => {
    stage.hub.answers.set('POST /api/v1/findings', ({ body }) => ({
      status: 201,
      body: { ...(body as object), id: 'f1' },
    }))
    const { press, type, until, container } = await showDifference()
    await press('Make a finding of this')
    if (document.querySelector('dialog')) {
      await type('Your name', 'Ada')
      await press('Make it')
    }
    await until(() => container.querySelector('a[href="/findings#finding-f1"]'))
    expect(lastBody()).toEqual({
      title: 'api listeners: listen (main.ts:50) holds 12.0 MiB more.',
      where: '/app/main.ts:50:3',
      status: 'not started',
      evidence: [{ title: 'difference of two profiles', link: `/process?id=${PROCESS}&before=x&after=y#difference` }],
      by: 'Ada',
    })
  })
})
