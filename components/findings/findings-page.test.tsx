// @vitest-environment happy-dom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StandInHub } from '../../lib/client/testing/stand-in-hub'
import type { Finding } from '../../lib/protocol/findings'
import { NOW } from '../testing/alert'
import { showPage, standIn } from '../testing/page'
import { standInForObservers } from '../testing/render'
import { FindingsPage } from './findings-page'

const cleanUps: (() => unknown)[] = []
let hub: StandInHub
let url: string

beforeAll(standInForObservers)
beforeEach(async () => {
  ;({ hub, url } = await standIn())
  cleanUps.push(() => hub.stop())
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const findingOf = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  title: `${id} grows`,
  where: 'src/main.ts:50',
  status: 'not started',
  evidence: [{ title: 'the alert', link: '/alerts?id=1' }],
  by: 'Ada',
  createdAtMs: NOW,
  changedAtMs: NOW,
  notes: [],
  ...more,
})

async function show(findings: Finding[]) {
  hub.answers.set('GET /api/v1/findings', () => ({ body: { findings } }))
  const shown = await showPage(<FindingsPage />, url)
  cleanUps.push(shown.unmount)
  await shown.until(() => !shown.container.querySelector('[aria-busy]'))
  return shown
}

describe('the findings', () => {
  it('are shown with where, evidence and notes, and by status when that is pressed', async () => {
    const notes = [{ atMs: NOW, by: 'Ben', text: 'seen again' }]
    const { container, press } = await show([findingOf('a', { notes }), findingOf('b', { status: 'done' })])
    const first = container.querySelector('[data-finding="a"]')
    expect(first?.textContent).toContain('src/main.ts:50')
    expect(first?.textContent).toContain('seen again')
    expect(first?.querySelector('a')?.getAttribute('href')).toBe('/alerts?id=1')
    await press('done 1')
    expect(container.querySelectorAll('[data-finding]')).toHaveLength(1)
    await press('blocked 0')
    expect(container.textContent).toContain('None is blocked.')
  })

  it('change their status where they stand, and say why they could not', async () => {
    const change = { status: 404, body: { error: { code: 'not_found', message: 'no finding has this id.' } } }
    hub.answers.set('PATCH /api/v1/findings/a', () => change)
    const { container, type, until } = await show([findingOf('a')])
    await type('Status', 'in progress')
    await until(() => container.querySelector('[role="alert"]')?.textContent === 'No finding has this id.')
    expect(hub.requests.at(-1)?.body).toEqual({ status: 'in progress' })
  })

  it('are removed only by a second press', async () => {
    hub.answers.set('DELETE /api/v1/findings/a', () => ({ status: 204, body: null }))
    const { press, until } = await show([findingOf('a')])
    await press('Remove a grows')
    expect(hub.requests.some(({ method }) => method === 'DELETE')).toBe(false)
    await press('Remove it for good')
    await until(() => hub.requests.some(({ method }) => method === 'DELETE'))
  })

  it('say once in which zone their times are', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    const { container } = await show([findingOf('a'), findingOf('b')])
    expect(container.querySelector('header')?.textContent).toContain('Times in UTC+1')
    expect(container.textContent?.split('Times in')).toHaveLength(2)
  })

  it('say where they come from while there is none', async () => {
    const { container } = await show([])
    expect(container.textContent).not.toContain('Times in')
    expect(container.textContent).toContain('become a finding by one press')
  })
})
