// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Alert } from '../../lib/protocol/alerts'
import type { Capture } from '../../lib/protocol/captures'
import { alertOf, NOW } from '../testing/alert'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { AlertCaptures } from './alert-captures'

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

const of = (id: string, more: Partial<Capture> = {}) =>
  ({ id, kind: 'heap-profile', state: 'ready', boot: 'b', askedAtMs: NOW, hasStrings: true, ...more }) as Capture

async function show(captures: Capture[], more: Partial<Alert> = {}) {
  const shown = await showPage(<AlertCaptures alert={alertOf('a', more)} captures={captures} />, url)
  cleanUps.push(shown.unmount)
  return shown
}

describe('what an alert says of the code that grows', () => {
  it('is the line that holds more, with a link to the difference of the first and the last profile of the life', async () => {
    const site = { functionName: 'listen', url: 'file:///app/main.ts', line: 50, column: 3, origin: 'own' }
    const grown = { beforeBytes: 0, afterBytes: 2_097_152, grownBytes: 2_097_152 }
    hub.answers.set('GET /api/v1/captures/c/profile', () => ({
      body: { rows: [{ site, self: grown, total: grown, stack: [] }] },
    }))
    const { container, until } = await show([of('c'), of('b'), of('a'), of('z', { boot: 'before' })])
    await until(() => container.textContent?.includes('listen (main.ts:50) holds 2.0 MiB more.'))
    expect(hub.requests.at(-1)?.query.get('before')).toBe('a')
    expect(container.querySelector('a')?.getAttribute('href')).toBe('/process?id=gateway.a&before=a&after=c#difference')
  })

  it('is that a second profile follows, or why there is none', async () => {
    expect((await show([of('a')])).container.textContent).toContain('Another follows when it has grown as much again')
    expect((await show([of('a')], { state: 'resolved' })).container.textContent).toContain('it was over before')
    const failed = of('a', { state: 'failed', error: 'another profiler samples the heap of this process.' })
    expect((await show([failed])).container.textContent).toContain('another profiler samples the heap')
    expect((await show([])).container.textContent).toContain('No profile was taken by itself')
  })

  it('leads to two snapshots compared, where the settings let them be taken', async () => {
    const { container } = await show([of('t', { kind: 'heap-snapshot' }), of('s', { kind: 'heap-snapshot' })])
    expect(container.querySelector('a')?.getAttribute('href')).toBe('/snapshot?id=t&before=s')
  })

  it('is nothing where the alert is about something else', async () => {
    expect((await show([], { rule: 'saturated' })).container.textContent).toBe('')
  })
})
