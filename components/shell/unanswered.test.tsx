// @vitest-environment happy-dom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { act, type ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { Me, Role } from '../../lib/protocol/access'
import { AccessSections } from '../access/access-sections'
import { LogInPage } from '../access/log-in-page'
import { UsersSection } from '../access/users-section'
import { AlertsPage } from '../alerts/alerts-page'
import { ComparePage } from '../compare/compare-page'
import { FindingsPage } from '../findings/findings-page'
import { CapturesProvider } from '../inside/captures-context'
import { CapturesSection } from '../inside/captures-section'
import { EntitiesSection } from '../inside/entities-section'
import { InvestigationsPage } from '../investigations/investigations-page'
import { ChannelsSection } from '../settings/channels-section'
import { SnapshotPage } from '../snapshot/snapshot-page'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { Asking } from './unanswered'

const stage = standInForEach()

const meAs = (role: Role): Me => ({
  door: 'closed',
  who: { name: 'Kim', role, via: 'session', hasPassword: true },
  provider: null,
})

function show(content: ReactNode, query = '', state: Parameters<typeof stage.show>[1] = {}) {
  return stage.show(<SearchParamsContext value={new URLSearchParams(query)}>{content}</SearchParamsContext>, state)
}

const captures = (
  <CapturesProvider process="p">
    <CapturesSection process="p" compared={null} onCompare={() => undefined} />
  </CapturesProvider>
)
/** What each screen or part of one asks first, its address, and what it says of an answer in which there is nothing. */
const SCREENS: readonly (readonly [of: string, route: string, content: ReactNode, query: string, empty: string])[] = [
  ['alerts', 'GET /api/v1/alerts', <AlertsPage key="1" />, '', 'Nothing fires'],
  ['what is over', 'GET /api/v1/alerts', <AlertsPage key="2" />, 'tab=history', 'No alert is over.'],
  ['silences', 'GET /api/v1/silences', <AlertsPage key="3" />, 'tab=silences', 'There is no silence'],
  ['findings', 'GET /api/v1/findings', <FindingsPage key="4" />, '', 'Nothing was kept yet.'],
  ['investigations', 'GET /api/v1/investigations', <InvestigationsPage key="5" />, '', 'Nothing is investigated yet.'],
  ['comparing', 'GET /api/v1/processes', <ComparePage key="6" />, 'id=a&id=b', 'The hub does not know a, b.'],
  ['captures', 'GET /api/v1/captures', captures, '', 'Nothing was captured yet.'],
  [
    'entities',
    'GET /api/v1/processes/p/entities',
    <EntitiesSection key="7" process="p" isInView />,
    '',
    'has registered no lists',
  ],
  ['channels', 'GET /api/v1/channels', <ChannelsSection key="8" />, '', 'Nobody is told yet'],
  ['users', 'GET /api/v1/users', <UsersSection key="9" revision={0} onChanged={() => {}} />, '', 'There is no user.'],
]
const NOTHING = {
  alerts: [],
  silences: [],
  findings: [],
  investigations: [],
  processes: [],
  captures: [],
  tables: [],
  channels: [],
  users: [],
  total: 0,
}
const FAULT = { status: 503, body: { error: { code: 'history', message: 'the disk is full' } } }

describe('a screen whose question the hub did not answer', () => {
  it.each(SCREENS)('says why of %s, and asks again by a press', async (_of, route, content, query, empty) => {
    stage.hub.answers.set(route, () => FAULT)
    const { container, press, until } = await show(content, query)
    await until(() => container.querySelector('[role="alert"]')?.textContent?.startsWith('The disk is full.'))
    expect(container.textContent).not.toContain(empty)
    stage.hub.answers.set(route, () => ({ body: NOTHING }))
    await press('Try again')
    await until(() => container.textContent?.includes(empty))
    expect(container.textContent).not.toContain('The disk is full.')
  })

  it('has no button while the hub is away, and asks by itself once it is back', async () => {
    stage.hub.answers.set('GET /api/v1/findings', () => FAULT)
    const { client, container, until } = await show(<FindingsPage />, '', {
      state: { link: { state: 'away', sinceMs: NOW, numbersOfMs: null } },
    })
    await until(() => stage.hub.requests.length === 1)
    expect(container.textContent).toContain('Nothing to show until the hub answers.')
    expect([...container.querySelectorAll('button')].map((one) => one.textContent)).not.toContain('Try again')
    stage.hub.answers.set('GET /api/v1/findings', () => ({ body: NOTHING }))
    await act(async () => client.store.setState({ link: { state: 'live', sinceMs: NOW } }))
    await until(() => container.textContent?.includes('Nothing was kept yet.'))
  })

  it('names one thing, and leads to all of its kind', async () => {
    for (const [query, content, way] of [
      ['id=gone', <AlertsPage key="a" />, '/alerts'],
      ['id=gone', <InvestigationsPage key="i" />, '/investigations'],
      ['id=gone', <SnapshotPage key="s" />, '/'],
    ] as const) {
      const { container, until } = await show(content, query)
      await until(() => container.querySelector('h1')?.textContent?.endsWith('cannot be shown'))
      expect(container.querySelector(`a[href="${way}"]`)).not.toBeNull()
    }
  })

  it('shows what it had, and says that this is from before', async () => {
    stage.hub.answers.set('GET /api/v1/silences', () => ({ body: NOTHING }))
    const { client, container, until } = await show(<AlertsPage />, 'tab=silences')
    await until(() => container.textContent?.includes('There is no silence'))
    stage.hub.answers.set('GET /api/v1/silences', () => FAULT)
    const { alerts } = client.store.getState()
    await act(async () => client.store.setState({ alerts: { ...alerts, revision: alerts.revision + 1 } }))
    await until(() => container.textContent?.includes('What stands here is from before.'))
    expect(container.textContent).toContain('There is no silence')
    // The banner of every page says it of a hub that is away.
    await act(async () => client.store.setState({ link: { state: 'away', sinceMs: NOW, numbersOfMs: NOW } }))
    expect(container.textContent).not.toContain('What stands here is from before.')
    expect(container.textContent).toContain('There is no silence')
  })
})

it('words of waiting are said only once it takes long, and their line is held from the start', async () => {
  const { container, until } = await show(<Asking text="Asking the hub…" />)
  expect(container.querySelector('[aria-busy="true"]')?.textContent).toBe('\u{a0}')
  await until(() => container.textContent === 'Asking the hub…')
})

describe('who may only look', () => {
  it('is told who does more, and whom to ask', async () => {
    stage.hub.answers.set('GET /api/v1/findings', () => ({ body: NOTHING }))
    stage.hub.answers.set('GET /api/v1/alerts', () => ({ body: NOTHING }))
    const viewer = { state: { me: meAs('viewer') } }
    for (const [content, words] of [
      [<FindingsPage key="f" />, 'Operators keep findings.'],
      [<AlertsPage key="a" />, 'Operators acknowledge and silence.'],
      [captures, 'Operators collect, and take profiles and snapshots.'],
      [<ChannelsSection key="c" />, 'Admins look after whom alerts are sent to.'],
      [<AccessSections key="s" />, 'Admins look after users, tokens and the audit.'],
    ] as const) {
      const { container } = await show(content, '', viewer)
      expect(container.textContent).toContain(`${words} You look as a viewer: an admin can change that.`)
    }
    const { container } = await show(<FindingsPage />, '', { state: { me: meAs('operator') } })
    expect(container.textContent).not.toContain('You look as')
  })

  it('is not offered more while the hub is asked who looks, where a page was open before', async () => {
    localStorage.setItem('tidemark.role', 'viewer')
    const { button } = await show(<FindingsPage />)
    expect(() => button('Add a finding')).toThrow('there is no button')
    localStorage.clear()
    const { button: other } = await show(<FindingsPage />)
    expect(other('Add a finding')).toBeDefined()
  })

  it('waits on the log-in page for a hub that is away', async () => {
    const { container } = await show(<LogInPage />, '', {
      state: { link: { state: 'away', sinceMs: NOW, numbersOfMs: null } },
    })
    expect(container.textContent).toBe('Log inNothing to show until the hub answers.')
  })
})
