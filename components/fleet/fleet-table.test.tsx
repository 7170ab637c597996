// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Client } from '../../lib/client/client'
import { applyFleetItems, fleetFromPage } from '../../lib/client/fleet'
import { ClientProvider } from '../../lib/client/react'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { beatOf } from '../../lib/client/testing/beats'
import { NOW } from '../testing/alert'
import { fleetRow } from '../testing/fleet-row'
import { render, standInForObservers } from '../testing/render'
import { columnsFrom, withColumn } from './fleet-columns'
import { FleetTable } from './fleet-table'
import { arrange, viewFromAddress } from './fleet-view'

const MIB = 1024 ** 2
const VIEW = viewFromAddress(new URLSearchParams())

beforeAll(standInForObservers)
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function show(rows: FleetRow[]) {
  const client = new Client({ baseUrl: () => 'http://127.0.0.1:9' })
  client.start = () => () => undefined
  const fleet = fleetFromPage({ rows, total: rows.length })
  client.store.setState({ fleet, clockMs: NOW })
  const [onSort, onPin, onChoose] = [vi.fn(), vi.fn(), vi.fn()]
  const shown = await render(
    <ClientProvider client={client}>
      <FleetTable
        groups={arrange(fleet.listed, VIEW)}
        view={VIEW}
        columns={columnsFrom('')}
        pinned={new Set()}
        chosen={new Set()}
        {...{ onSort, onPin, onChoose }}
      />
    </ClientProvider>,
  )
  cleanUps.push(shown.unmount)
  const rowOf = (id: string) => shown.container.querySelector<HTMLElement>(`[data-process="${id}"]`)
  return { client, fleet, onSort, onPin, onChoose, container: shown.container, rowOf }
}

describe('the table of all processes', () => {
  it('says what restarts hide, and names no time to a limit that they keep it from', async () => {
    const worst = {
      series: 'memory.live_set',
      verdict: 'growing',
      slopePerHour: 12.4 * MIB,
      slopeCi90: [10 * MIB, 15 * MIB],
      unit: 'bytes',
      limitAtMs: [NOW + 5 * 60_000, NOW + 7 * 60_000],
    } as const
    const hidden =
      'restarted every 2 h; grows by 310 MiB in each life; without restarts it would reach 1.5 GiB after 4 h 40 min'
    const flag = { flag: 'restart-masked', sinceMs: NOW, reason: '', hidden } as const
    const { rowOf } = await show([fleetRow('nightly', { worst: worst as unknown as FleetRow['worst'], flags: [flag] })])
    expect(rowOf('gateway.nightly')?.querySelector('[data-hidden-by-restarts]')?.textContent).toBe(hidden)
    expect(rowOf('gateway.nightly')?.textContent).not.toContain('limit in')
  })

  it('says of each process what there is to say, in words', async () => {
    const worst = {
      series: 'memory.live_set',
      verdict: 'growing',
      slopePerHour: 12.4 * MIB,
      slopeCi90: [10 * MIB, 15 * MIB],
      unit: 'bytes',
      limitAtMs: [NOW + 5 * 60_000, NOW + 7 * 60_000],
    } as const
    const flag = { flag: 'growth', sinceMs: NOW, reason: '' } as const
    const { rowOf } = await show([fleetRow('streams', { worst: worst as unknown as FleetRow['worst'], flags: [flag] })])
    const text = rowOf('gateway.streams')?.textContent ?? ''
    for (const words of [
      'live',
      '3 h 10 min',
      'life 4',
      '128.0 MiB',
      '25 % of 512.0 MiB',
      '+12.4 MiB/h',
      'limit in 5 to 7 min',
      'growth',
    ])
      expect(text).toContain(words)
    expect(rowOf('gateway.streams')?.querySelector('a')?.getAttribute('href')).toBe('/process?id=gateway.streams')
  })

  it('holds the heap against its limit where the resident set has none', async () => {
    const { rowOf } = await show([
      fleetRow('a', {
        memory: { series: 'memory.rss', latestBytes: 128 * MIB, limitBytes: null },
        limited: { series: 'memory.heap_used', latestBytes: 64 * MIB, limitBytes: 256 * MIB },
      }),
    ])
    expect(rowOf('gateway.a')?.textContent).toContain('128.0 MiB')
    expect(rowOf('gateway.a')?.textContent).toContain('heap 25 % of 256.0 MiB')
  })

  it('says "not known" and never 0 where nothing is known', async () => {
    const { rowOf } = await show([
      fleetRow('a', { memory: { series: null, latestBytes: null, limitBytes: null }, limited: null }),
    ])
    const text = rowOf('gateway.a')?.textContent ?? ''
    expect(text).toContain('not known')
    expect(text).toContain('no limit known')
    expect(text).not.toMatch(/\b0 B\b/u)
  })

  it('draws the row again that a number is of, and leaves the others alone', async () => {
    const { client, fleet, rowOf } = await show([fleetRow('a'), fleetRow('b')])
    const changed: (string | undefined)[] = []
    const observer = new MutationObserver((records) => {
      for (const { target } of records)
        changed.push((target.parentElement?.closest('[data-process]') as HTMLElement | null)?.dataset['process'])
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    const beat = beatOf('a'.charCodeAt(0), NOW + 1_000, 130 * MIB)
    await act(async () => client.store.setState({ fleet: applyFleetItems(fleet, [beat]) }))
    await new Promise((resolve) => setImmediate(resolve))
    observer.disconnect()
    expect(rowOf('gateway.a')?.textContent).toContain('130.0 MiB')
    expect(rowOf('gateway.a')?.dataset['lastAtMs']).toBe(String(NOW + 1_000))
    expect(changed.length).toBeGreaterThan(0)
    expect([...new Set(changed)]).toEqual(['gateway.a'])
  })

  it('sorts by a press on a column, numbers from the largest', async () => {
    const { container, onSort } = await show([fleetRow('a')])
    const memory = [...container.querySelectorAll('th button')].find((button) =>
      button.textContent?.startsWith('Memory'),
    )
    await act(async () => (memory as HTMLElement).click())
    expect(onSort).toHaveBeenCalledWith('memory', true)
  })

  it('pins a row and chooses it to compare, each by a control that says which process it is of', async () => {
    const { rowOf, onPin, onChoose } = await show([fleetRow('a')])
    const pin = rowOf('gateway.a')?.querySelector('[aria-label="Pin gateway/a"]') as HTMLElement
    await act(async () => pin.click())
    expect(onPin).toHaveBeenCalledWith('gateway.a', true)
    const choose = rowOf('gateway.a')?.querySelector('input') as HTMLElement
    await act(async () => choose.click())
    expect(onChoose).toHaveBeenCalledWith('gateway.a', true)
  })

  it('has the columns that were chosen, in their order, and never none', () => {
    const usual = columnsFrom('')
    expect(columnsFrom(withColumn(usual, 'left', true))).toEqual([...usual.slice(0, 5), 'left', 'words'])
    expect(columnsFrom(withColumn(usual, 'state', false))).toEqual(usual.slice(1))
    expect(columnsFrom('nonsense')).toEqual(usual)
  })
})
