// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { formatClock } from '../../lib/format/clock'
import { showPage } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { HistoryBanner } from './history-banner'

beforeAll(standInForObservers)
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

it('says since when and why history is not written, and goes away once it is', async () => {
  const { client, container, find, unmount } = await showPage(<HistoryBanner />, 'http://127.0.0.1:9')
  cleanUps.push(unmount)
  await act(async () => client.store.setState({ link: { state: 'live', sinceMs: 0 } }))
  expect(container.textContent).toBe('')
  const sinceMs = Date.UTC(2026, 0, 2, 3, 4)
  const reason = 'the history cannot be written: database or disk is full'
  await act(async () => client.store.setState({ history: { state: 'failing', reason, sinceMs } }))
  const banner = find('[role="alert"]').textContent
  expect(banner).toContain(`History has not been written since ${formatClock(sinceMs)}.`)
  expect(banner).toContain('The history cannot be written: database or disk is full. Live numbers go on')
  await act(async () => client.store.setState({ history: { state: 'ready' } }))
  expect(container.textContent).toBe('')
})
