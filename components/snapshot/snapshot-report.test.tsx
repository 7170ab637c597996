// @vitest-environment happy-dom
import { useState } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Capture } from '../../lib/protocol/captures'
import type { SnapshotAnswer } from '../../lib/protocol/snapshot-answer'
import { NOW } from '../testing/alert'
import { captureOf } from '../testing/capture'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { classRow, sumsOf } from '../testing/snapshot'
import type { SnapshotPair, SnapshotView } from './snapshot-address'
import { SnapshotPickers } from './snapshot-pickers'
import { SnapshotReport } from './snapshot-report'

const cleanUps: (() => unknown)[] = []
let hub: StandInHub
let url: string

beforeAll(standInForObservers)
beforeEach(async () => {
  ;({ hub, url } = await standIn())
  cleanUps.push(() => hub.stop())
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const snapshotOf = (id: string, more: Partial<Capture> = {}) =>
  captureOf(id, { kind: 'heap-snapshot', hasStrings: false, ...more })

const holder = { name: 'SessionStore', kind: 'object', place: null }
const compared: SnapshotAnswer = {
  before: { objects: 500, references: 900, bytes: 1_048_576 },
  after: { objects: 1_500, references: 3_900, bytes: 3_145_728 },
  rows: [
    classRow('Session', {
      before: sumsOf(0),
      after: sumsOf(1_000),
      created: sumsOf(1_000),
      path: {
        steps: [{ edgeType: 'property', edgeName: 'sessions', holder }],
        sampled: 200,
        alike: 200,
        sentence: '1,000 new Session are kept by Map `sessions` of SessionStore `store`.',
      },
    }),
    classRow('Gone', { before: sumsOf(3), created: sumsOf(0), freed: { count: 3, shallowBytes: 300 } }),
  ],
  leftOut: 0,
}

/** The part of the page that keeps the view in the address. */
function Viewed({ snapshots, pair }: { snapshots: Capture[]; pair: SnapshotPair }) {
  const [view, setView] = useState<SnapshotView>({ pair, query: '', sort: null, open: null })
  const capture = snapshots.find(({ id }) => id === pair.after) ?? snapshotOf(pair.after)
  return (
    <SnapshotReport
      capture={capture}
      snapshots={snapshots}
      view={view}
      onChange={(change) => setView({ ...view, ...change })}
    />
  )
}

async function show(pair: SnapshotPair, snapshots = [snapshotOf('y'), snapshotOf('x')]) {
  const shown = await showPage(<Viewed snapshots={snapshots} pair={pair} />, url)
  cleanUps.push(shown.unmount)
  return shown
}

describe('what grew between two snapshots', () => {
  it('says how far the hub is, and then what keeps the new ones, in a sentence', async () => {
    let asked = 0
    hub.answers.set('GET /api/v1/captures/y/snapshot', () =>
      ++asked < 3 ? { status: 202, body: { phase: 'reading', share: 0.4 } } : { body: compared },
    )
    const { container, until } = await show({ before: 'x', after: 'y' })
    await until(() => container.querySelector('[role="status"]')?.textContent === 'Reading: 40 %')
    const headline = await until(() => container.querySelector('[data-headline]'))
    expect(headline.textContent).toBe('1,000 new Session are kept by Map sessions of SessionStore store.')
    expect(headline.querySelectorAll('code')).toHaveLength(2)
    expect(container.textContent).toContain('Objects500 → 1,500')
    expect(hub.requests.at(-1)?.query.get('before')).toBe('x')
  })

  it('has a row for each class, which opens the way that keeps them, step by step', async () => {
    hub.answers.set('GET /api/v1/captures/y/snapshot', () => ({ body: compared }))
    const { container, until, press } = await show({ before: 'x', after: 'y' })
    await until(() => container.querySelector('[data-class="Session"]'))
    expect(container.querySelector('[data-class="Session"]')?.textContent).toBe(
      'Session1,0000+1,000+98 KiB977 KiB977 KiB',
    )
    await press('Session')
    expect(container.querySelector('[data-keeping] ol')?.textContent).toBe('property sessions of SessionStore ')
    await press('Gone')
    expect(container.querySelectorAll('[data-keeping]')).toHaveLength(1)
    expect(container.querySelector('[data-keeping]')?.textContent).toContain('They are gone')
  })

  it('of two lives says that only sums are compared', async () => {
    hub.answers.set('GET /api/v1/captures/y/snapshot', () => ({ body: compared }))
    const { container, until } = await show({ before: 'x', after: 'y' }, [
      snapshotOf('y'),
      snapshotOf('x', { boot: 'a' }),
    ])
    await until(() => container.textContent?.includes('They are of two lives of the process'))
  })

  it('gives files to other tools only where strings are in them', async () => {
    hub.answers.set('GET /api/v1/captures/y/snapshot', () => ({ body: compared }))
    const { container, until } = await show({ before: 'x', after: 'y' }, [
      snapshotOf('y', { hasStrings: true }),
      snapshotOf('x'),
    ])
    await until(() => container.querySelector('[data-headline]'))
    expect([...container.querySelectorAll('a[download]')].map((one) => one.getAttribute('href'))).toEqual([
      '/api/v1/captures/y/file',
    ])
  })

  it('that cannot be worked out says why, and is tried again by a press', async () => {
    let asked = 0
    hub.answers.set('GET /api/v1/captures/y/snapshot', () =>
      ++asked === 1
        ? { status: 422, body: { error: { code: 'bad_snapshot', message: 'The analysis needs more memory.' } } }
        : { body: compared },
    )
    const { until, press, container } = await show({ before: 'x', after: 'y' })
    await until(() => container.querySelector('[role="alert"]')?.textContent?.includes('needs more memory'))
    await press('Try again')
    await until(() => container.querySelector('[data-headline]'))
  })
})

describe('the choice of snapshots', () => {
  it('offers only earlier ones to compare with, and lets go of one that is no longer earlier', async () => {
    const chosen: SnapshotPair[] = []
    const snapshots = [
      snapshotOf('z', { askedAtMs: NOW }),
      snapshotOf('y', { askedAtMs: NOW - 60_000 }),
      snapshotOf('x', { askedAtMs: NOW - 120_000, boot: 'a' }),
    ]
    const shown = await showPage(
      <SnapshotPickers
        snapshots={snapshots}
        pair={{ before: 'y', after: 'z' }}
        onChoose={(pair) => chosen.push(pair)}
      />,
      url,
    )
    cleanUps.push(shown.unmount)
    const options = [...(shown.field('Compared with') as HTMLSelectElement).options].map(({ value }) => value)
    expect(options).toEqual(['', 'y', 'x'])
    expect(shown.container.textContent).toContain('of another life')
    await shown.type('Compared with', '')
    await shown.type('Snapshot of', 'y')
    expect(chosen).toEqual([
      { before: null, after: 'z' },
      { before: null, after: 'y' },
    ])
  })
})
