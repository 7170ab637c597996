// @vitest-environment happy-dom
import { act, type ComponentProps } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { render, standInForObservers, type Rendered } from '../testing/render'
import { CompareChart } from './compare-chart'

type Props = ComponentProps<typeof CompareChart>

const START = Date.UTC(2026, 0, 12, 12)
const LINES = ['a', 'b'].map((id) => ({ id, name: `api/${id}`, color: 'series-1', dash: null, isGhost: false }))
const rowsOf = (count: number, startMs = START) =>
  Array.from({ length: count }, (_, at) => ({ t: startMs + at * 1_000, a: 100 + at, b: at === 0 ? 5 : null }))

let shown: Rendered | null = null
let copied = ''
beforeAll(standInForObservers)
beforeEach(() => {
  copied = ''
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    copied = text
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await shown?.unmount()
  shown = null
})

async function show(more: Partial<Props> = {}): Promise<HTMLElement> {
  const props: Props = {
    title: 'Live set',
    of: 'Compare 2 processes',
    address: 'id=a&id=b&series=memory.live_set',
    rows: rowsOf(3),
    lines: LINES,
    unit: 'count',
    align: 'clock',
    ...more,
  }
  shown = await render(<CompareChart {...props} />)
  return shown.container
}

async function press(container: HTMLElement, name: string): Promise<void> {
  const found = [...container.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  )
  if (!found) throw new Error(`there is no button ${name}`)
  await act(async () => found.click())
}

const textsOf = (container: HTMLElement, selector: string) =>
  [...container.querySelectorAll(selector)].map(({ textContent }) => textContent)

describe('the chart of what is compared', () => {
  it('is a picture with a sentence', async () => {
    vi.stubEnv('TZ', 'UTC')
    const container = await show()
    expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe(
      'Live set, 12:00:00 to 12:00:02, UTC: api/a 102, +2 since its first value; api/b 5, 0 since its first value.',
    )
    expect(container.querySelector('[aria-hidden="true"] [role="img"]')).toBeNull()
  })

  it('says in which zone its times are, where it is by the clock', async () => {
    vi.stubEnv('TZ', 'Asia/Kathmandu')
    expect((await show()).textContent).toContain('Times in UTC+5:45')
    await shown?.unmount()
    expect((await show({ rows: rowsOf(3, 0), align: 'age' })).textContent).not.toContain('Times in')
  })

  it('has its rows as a table, newest first, with what is not known', async () => {
    vi.stubEnv('TZ', 'UTC')
    const container = await show()
    expect(container.querySelector('table')).toBeNull()
    await press(container, 'Table of Live set')
    expect(textsOf(container, 'thead th')).toEqual(['Time', 'api/a', 'api/b'])
    expect(textsOf(container, 'tbody tr')).toEqual(['12:00:02102not known', '12:00:01101not known', '12:00:001005'])
    await press(container, 'Table of Live set')
    expect(container.querySelector('table')).toBeNull()
  })

  it('has no more rows than are read, and says so', async () => {
    const container = await show({ rows: rowsOf(700) })
    await press(container, 'Table of Live set')
    expect(container.querySelectorAll('tbody tr')).toHaveLength(600)
    expect(container.textContent).toContain('The newest 600 of 700 rows.')
  })

  it('has ages in its table where it is laid by age', async () => {
    const container = await show({ rows: rowsOf(68, 0), align: 'age' })
    await press(container, 'Table of Live set')
    expect(textsOf(container, 'tbody th').slice(0, 2)).toEqual(['0:01:07', '0:01:06'])
    expect(textsOf(container, 'thead th')[0]).toBe('Age')
  })

  it('is copied as numbers and as a link', async () => {
    const container = await show()
    await press(container, 'Copy of Live set')
    expect(textsOf(container, 'li')).toEqual([
      'Picture (PNG)',
      'Numbers (CSV)',
      'Save numbers (CSV)',
      'Link to this view',
    ])
    await press(container, 'Numbers (CSV)')
    expect(copied.split('\r\n').slice(0, 2)).toEqual([
      'time,api/a (count),api/b (count)',
      '2026-01-12T12:00:00.000Z,100,5',
    ])
    expect(container.querySelector('[data-told]')?.textContent).toBe('Numbers copied.')
    await press(container, 'Copy of Live set')
    await press(container, 'Link to this view')
    expect(copied).toBe(`${window.location.origin}/compare?id=a&id=b&series=memory.live_set`)
  })

  it('says that nothing is drawn where there is nothing', async () => {
    const container = await show({ rows: [] })
    expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe(
      'Live set: nothing is known of this range.',
    )
    await press(container, 'Copy of Live set')
    await press(container, 'Numbers (CSV)')
    expect([copied, container.querySelector('[data-told]')?.textContent]).toEqual(['', 'Nothing is drawn yet.'])
  })
})
