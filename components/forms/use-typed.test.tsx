// @vitest-environment happy-dom
import { act, useState } from 'react'
import { beforeAll, expect, it } from 'vitest'
import { render, standInForObservers } from '../testing/render'
import { useSaid } from './use-typed'

beforeAll(standInForObservers)

/** A field whose address is told by a press, as late as the test likes. */
function Field({ onSaid }: { onSaid: (said: string) => void }) {
  const [address, setAddress] = useState('')
  const { value, onChange } = useSaid(address, onSaid)
  return (
    <>
      <output>{value}</output>
      {['', 'b', 'be'].map((text) => (
        <p key={text}>
          <button type="button" name={`say ${text}`} onClick={() => onChange(text)} />
          <button type="button" name={`address ${text}`} onClick={() => setAddress(text)} />
        </p>
      ))}
    </>
  )
}

it('what is said again before the address tells of the first is shown; once it has told, the address is right', async () => {
  const told: string[] = []
  const { container, unmount } = await render(<Field onSaid={(said) => told.push(said)} />)
  const press = (name: string) =>
    act(async () => container.querySelector<HTMLButtonElement>(`button[name="${name}"]`)?.click())
  const shown = () => container.querySelector('output')?.textContent
  await press('say b')
  await press('say be')
  await press('address b')
  expect(shown()).toBe('be')
  await press('address be')
  // Back, say.
  await press('address ')
  expect(shown()).toBe('')
  expect(told).toEqual(['b', 'be'])
  await unmount()
})
