// @vitest-environment happy-dom
import { act, useState } from 'react'
import { beforeAll, expect, it } from 'vitest'
import { render, standInForObservers } from '../testing/render'
import { useSaid } from './use-typed'

beforeAll(standInForObservers)

it('what is said again before the address tells of the first is shown; once it has told, the address is right', async () => {
  const told: string[] = []
  let field: ReturnType<typeof useSaid<string>> | undefined
  let setAddress: (text: string) => void = () => undefined
  function Field() {
    const [address, set] = useState('')
    setAddress = set
    field = useSaid(address, (said) => told.push(said))
    return field.value
  }
  const { container, unmount } = await render(<Field />)
  for (const text of ['b', 'be']) await act(async () => field?.onChange(text))
  await act(async () => setAddress('b'))
  expect(container.textContent).toBe('be')
  await act(async () => setAddress('be'))
  // Back, say.
  await act(async () => setAddress(''))
  expect(container.textContent).toBe('')
  expect(told).toEqual(['b', 'be'])
  await unmount()
})
