// @vitest-environment happy-dom
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { render, standInForObservers, type Rendered } from '../testing/render'
import { Levels, LifeStart } from './axes'
import type { Level } from './model'

const FRAME = { width: 400, height: 100, fromMs: 0, toMs: 400_000, top: 100 }
const far: Level[] = [{ value: 10_000, label: 'max 10,000' }]

let shown: Rendered | null = null
beforeAll(standInForObservers)
afterEach(async () => {
  await shown?.unmount()
  shown = null
})

describe('levels', () => {
  const levels = (value: number, farLevels: Level[] = []) => (
    <svg>
      <Levels width={400} height={100} top={100} levels={[{ value, label: `max ${value}` }]} farLevels={farLevels} />
    </svg>
  )

  it('stay as they are drawn while they say the same, and follow what changes', async () => {
    shown = await render(levels(50))
    const line = () => shown?.container.querySelector('line')
    const first = line()
    expect([first?.getAttribute('y1'), shown.container.textContent]).toEqual(['50', 'max 50'])
    await shown.again(levels(50))
    expect(line()).toBe(first)
    await shown.again(levels(80))
    expect([line()?.getAttribute('y1'), shown.container.textContent]).toEqual(['20', 'max 80'])
    await shown.again(levels(80, far))
    expect(shown.container.textContent).toBe('max 80↑ max 10,000')
  })
})

describe('the words of where a life starts', () => {
  async function heightOf(atMs: number, farLevels: Level[]): Promise<string | null | undefined> {
    shown = await render(
      <svg>
        <LifeStart frame={FRAME} lifeStart={{ atMs, label: 'life 2 starts' }} farLevels={farLevels} />
      </svg>,
    )
    return shown.container.querySelector('text')?.getAttribute('y')
  }

  it('are in the first line', async () => expect(await heightOf(350_000, [])).toBe('11'))
  it('are there too beside a limit that is far above, which is said at the right', async () =>
    expect(await heightOf(50_000, far)).toBe('11'))
  it('are below it where they would write over it', async () => expect(await heightOf(300_000, far)).toBe('25'))
})
