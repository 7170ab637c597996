// @vitest-environment happy-dom
import { afterEach, beforeAll, expect, it } from 'vitest'
import { render, standInForObservers, type Rendered } from '../testing/render'
import type { ChartModel } from './model'
import { useSentence } from './use-sentence'

let shown: Rendered | null = null
beforeAll(standInForObservers)
afterEach(async () => {
  await shown?.unmount()
  shown = null
})

const modelAt = (toMs: number, text: string, words: string[] = []) =>
  ({
    fromMs: toMs - 300_000,
    toMs,
    lastAtMs: toMs,
    gaps: words.map((word) => ({ word })),
    sentence: () => text,
  }) as unknown as ChartModel
const Said = ({ model }: { model: ChartModel | null }) => useSentence(model)

it('is new every ten seconds, and at once where why there is a gap became known', async () => {
  shown = await render(<Said model={modelAt(0, 'first')} />)
  const said = async (model: ChartModel | null) => {
    await shown?.again(<Said model={model} />)
    return shown?.container.textContent
  }
  expect(shown.container.textContent).toBe('first')
  expect(await said(modelAt(9_000, 'second'))).toBe('first')
  expect(await said(modelAt(9_500, 'a gap', ['no samples']))).toBe('a gap')
  expect(await said(modelAt(9_900, 'a restart', ['restarted']))).toBe('a restart')
  expect(await said(null)).toBe('a restart')
  expect(await said(modelAt(19_900, 'third', ['restarted']))).toBe('third')
})
