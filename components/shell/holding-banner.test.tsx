// @vitest-environment happy-dom
import { act } from 'react'
import { expect, it } from 'vitest'
import { standInForEach } from '../testing/page'
import { HoldingBanner } from './holding-banner'

const stage = standInForEach()

it('says that live values are held back from when the hub says so until it has room, and not while it is away', async () => {
  stage.hub.isHolding = true
  const { client, container, find, until } = await stage.show(<HoldingBanner />, { isLive: true })
  await until(() => container.textContent !== '')
  expect(find('[role="status"]').textContent).toBe(
    'The hub is short of memory. Live values are held back, and come by themselves when it has room. Nothing of processes that it knows is lost by that.',
  )
  await act(async () => stage.hub.tell([{ type: 'shedding', isHolding: false }]))
  await until(() => container.textContent === '')
  await act(async () => stage.hub.tell([{ type: 'shedding', isHolding: true }]))
  await until(() => container.textContent !== '')
  await act(async () => client.store.setState({ link: { state: 'away', sinceMs: 0, numbersOfMs: null } }))
  expect(container.textContent).toBe('')
})
