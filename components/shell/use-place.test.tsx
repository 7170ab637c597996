// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { render, standInForObservers } from '../testing/render'
import { usePlace } from './use-place'

standInForObservers()

function Page({ isThere, name }: { isThere: boolean; name?: string }) {
  usePlace(isThere, name)
  return isThere ? <h2 id="inside">Inside</h2> : null
}

afterEach(() => {
  window.location.hash = ''
  vi.restoreAllMocks()
})

/** What was led to when the page came, and when its place did. */
async function led(hash: string, name?: string): Promise<{ before: number; after: number }> {
  window.location.hash = hash
  const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(() => {})
  const props = name === undefined ? {} : { name }
  const first = await render(<Page isThere={false} {...props} />)
  const before = scrolled.mock.calls.length
  await first.unmount()
  const second = await render(<Page isThere {...props} />)
  const after = scrolled.mock.calls.length
  await act(() => second.unmount())
  return { before, after }
}

it('leads to the place that the address names once it stands on the page, and not before', async () => {
  expect(await led('#inside')).toEqual({ before: 0, after: 1 })
})

it('leads nowhere where no place is named, or another one than is meant', async () => {
  expect(await led('')).toEqual({ before: 0, after: 0 })
  expect(await led('#inside', 'difference')).toEqual({ before: 0, after: 0 })
})
