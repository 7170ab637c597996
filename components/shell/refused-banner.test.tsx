// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { showPage } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { RefusedBanner } from './refused-banner'

beforeAll(standInForObservers)
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

it('says how many messages were refused and why, and goes away once none is', async () => {
  const { client, container, find, unmount } = await showPage(<RefusedBanner />, 'http://127.0.0.1:9')
  cleanUps.push(unmount)
  await act(async () => client.store.setState({ link: { state: 'live', sinceMs: 0 } }))
  expect(container.textContent).toBe('')
  const refused = [
    { code: 'max_agents_reached', count: 1_200, message: 'this hub takes 10000 agents, and as many are connected.' },
    { code: 'bad_frame', count: 3, message: 'frames[0].values must be 2 numbers.' },
  ] as const
  await act(async () => client.store.setState({ refused: [...refused] }))
  expect(find('[role="status"]').textContent).toBe(
    'The hub refused 1,203 messages of agents within the last minute. max_agents_reached: this hub takes 10000 agents, and as many are connected. Also bad_frame (3).',
  )
  const away = { code: 'not_accepted', count: 1, message: '2 connections are open.' } as const
  await act(async () => client.store.setState({ refused: [refused[0], away] }))
  expect([...container.querySelectorAll('[role="status"]')].map((one) => one.textContent)).toEqual([
    'The hub turned away 1 connection within the last minute. 2 connections are open.',
    'The hub refused 1,200 messages of agents within the last minute. max_agents_reached: this hub takes 10000 agents, and as many are connected.',
  ])
  await act(async () => client.store.setState({ refused: [] }))
  expect(container.textContent).toBe('')
})
