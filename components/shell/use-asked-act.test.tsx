// @vitest-environment happy-dom
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { render, standInForObservers } from '../testing/render'
import { askingAddress, useAskedAct, type AskedAct } from './use-asked-act'

beforeAll(standInForObservers)
let opened: (string | null)[] = []
beforeEach(() => (opened = []))

function Button({ act }: { act: AskedAct | null }) {
  const opener = useAskedAct(act, (about) => opened.push(about))
  return (
    <button ref={opener} type="button">
      Press
    </button>
  )
}

async function at(address: string, act: AskedAct | null) {
  const { happyDOM } = window as unknown as { happyDOM: { setURL(url: string): void } }
  happyDOM.setURL(`http://127.0.0.1:9${address}`)
  const content = () => (
    <SearchParamsContext value={new URLSearchParams(window.location.search)}>
      <Button act={act} />
    </SearchParamsContext>
  )
  const shown = await render(content())
  onTestFinished(shown.unmount)
  return () => shown.again(content())
}

const address = () => window.location.pathname + window.location.search + window.location.hash

it('opens what the address asks for, once, takes that out of the address and leaves the rest', async () => {
  const again = await at('/process?id=a.b&act=profile&range=1h#inside', 'profile')
  expect(opened).toEqual([null])
  expect(address()).toBe('/process?id=a.b&range=1h#inside')
  expect(document.activeElement?.textContent).toBe('Press')
  await again()
  expect(opened).toEqual([null])
})

it('opens it anew each time that it is asked for', async () => {
  const again = await at('/process?id=a.b&act=profile', 'profile')
  await again()
  window.history.replaceState(null, '', askingAddress('/process?id=a.b', 'profile'))
  await again()
  expect(opened).toEqual([null, null])
  expect(address()).toBe('/process?id=a.b')
})

it('says what it is about, where the page is about many', async () => {
  await at(askingAddress('/alerts?tab=silences', 'silence', 'a service & more'), 'silence')
  expect(opened).toEqual(['a service & more'])
  expect(address()).toBe('/alerts?tab=silences')
})

it('opens nothing that is not asked for, or not offered, and leaves the address as it is', async () => {
  await at('/process?id=a.b&act=profile', 'collect')
  await at('/process?id=a.b', null)
  expect(opened).toEqual([])
  await at('/process?id=a.b&act=profile', null)
  expect(opened).toEqual([])
  expect(address()).toBe('/process?id=a.b&act=profile')
})
