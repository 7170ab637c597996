// @vitest-environment happy-dom
import { act, useEffect } from 'react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { CursorProvider, useCursor } from '../../lib/client/react'
import type { Cursor } from '../../lib/client/cursor'
import { render, standInForObservers, type Rendered } from '../testing/render'
import { GapNote, Gaps } from './gaps'
import type { ShownGap } from './model'

const frameOf = (height: number) => ({ width: 400, height, fromMs: 0, toMs: 400_000, top: 100 })
const gap = (fromMs: number, toMs: number): ShownGap => ({
  fromMs,
  toMs,
  isOpen: false,
  word: 'restarted',
  reason: 'No samples for 2 min: the process was restarted.',
})

let shown: Rendered | null = null
beforeAll(standInForObservers)
afterEach(async () => {
  await shown?.unmount()
  shown = null
})

it.each([
  ['lying where there is room', gap(100_000, 220_000), 100, 'restarted', false],
  ['upright where it is narrow and high', gap(100_000, 130_000), 100, 'restarted', true],
  ['nowhere where there is no room', gap(100_000, 110_000), 100, undefined, false],
  ['nowhere where it is narrow and low', gap(100_000, 130_000), 40, undefined, false],
])('a gap has its word %s', async (_where, one, height, word, isUpright) => {
  shown = await render(
    <svg>
      <Gaps frame={frameOf(height)} gaps={[one]} />
    </svg>,
  )
  const text = shown.container.querySelector('text')
  expect([text?.textContent, text?.hasAttribute('transform') ?? false]).toEqual([word, isUpright])
  expect(shown.container.querySelector('rect')?.getAttribute('x')).toBe('100')
})

it('says why where it is pointed at, away from the pointer', async () => {
  const held: { cursor?: Cursor } = {}
  function Pointed() {
    const cursor = useCursor()
    useEffect(() => void Object.assign(held, { cursor }), [cursor])
    return <GapNote frame={frameOf(100)} gaps={[gap(100_000, 220_000)]} />
  }
  shown = await render(
    <CursorProvider>
      <Pointed />
    </CursorProvider>,
  )
  const note = () => shown?.container.querySelector('p')
  const pointAt = (atMs: number | null) => act(async () => held.cursor?.setState({ atMs }))
  expect(note()).toBeNull()
  await pointAt(150_000)
  expect(note()?.textContent).toBe('No samples for 2 min: the process was restarted.')
  await pointAt(300_000)
  expect(note()).toBeNull()
})
