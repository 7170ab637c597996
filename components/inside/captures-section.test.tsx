// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Me, Role } from '../../lib/protocol/access'
import type { Capture } from '../../lib/protocol/captures'
import { captureOf } from '../testing/capture'
import { standInForEach } from '../testing/page'
import { CapturesProvider } from './captures-context'
import { CapturesSection } from './captures-section'
import type { Compared } from './inside-address'

const stage = standInForEach()
const PROCESS = 'api.listeners'
const COMMANDS = `POST /api/v1/processes/${PROCESS}/commands`
const MIB = 1_048_576

const meAs = (role: Role): Me => ({
  door: 'closed',
  who: { name: 'Kim', role, via: 'session', hasPassword: true },
  provider: null,
})

const lastBody = () => stage.hub.requests.findLast(({ method }) => method === 'POST')?.body

describe('the captures of a process', () => {
  const showCaptures = async (captures: Capture[], options: Parameters<typeof stage.show>[1] = {}) => {
    stage.hub.answers.set('GET /api/v1/captures', () => ({ body: { captures } }))
    const compared: Compared[] = []
    const shown = await stage.show(
      <CapturesProvider process={PROCESS}>
        <CapturesSection process={PROCESS} compared={null} onCompare={(two) => compared.push(two)} />
      </CapturesProvider>,
      options,
    )
    await shown.until(() => shown.container.querySelector('[data-capture]') ?? captures.length === 0)
    return { ...shown, compared }
  }

  it('tell what is under way, what failed and why, and download only what other tools can read', async () => {
    const { container, button } = await showCaptures([
      captureOf('now', { state: 'asked', bytes: null }),
      captureOf('bad', { state: 'failed', error: 'the hub was restarted while it was taken.' }),
      captureOf('bare', { kind: 'heap-snapshot', hasStrings: false }),
      captureOf('whole', { kind: 'heap-snapshot' }),
    ])
    const row = (id: string) => container.querySelector(`[data-capture="${id}"]`)
    expect(row('now')?.textContent).toContain('capturing')
    expect(row('now')?.textContent).toContain('Cancel')
    expect(row('bad')?.textContent).toContain('the hub was restarted')
    expect(row('bare')?.querySelector('a[download]')).toBeNull()
    expect(row('whole')?.querySelector('a[download]')?.getAttribute('href')).toBe('/api/v1/captures/whole/file')
    expect(row('bare')?.querySelector('a')?.getAttribute('href')).toBe('/snapshot?id=bare')
    expect(button('Take a profile').disabled).toBe(true)
  })

  it('are compared two at a time, the older before the newer, whichever was chosen first', async () => {
    const { press, container, compared } = await showCaptures([captureOf('c'), captureOf('b'), captureOf('a')])
    await press('Compare the newest two')
    expect(compared).toEqual([{ before: 'b', after: 'c' }])
    const choose = (id: string) => container.querySelector<HTMLInputElement>(`[data-capture="${id}"] input`)
    const { act } = await import('react')
    await act(async () => choose('c')?.click())
    await act(async () => choose('a')?.click())
    await press('Compare the two')
    expect(compared.at(-1)).toEqual({ before: 'a', after: 'c' })
  })

  it('are compared with their own kind: two snapshots that are chosen lead to their page', async () => {
    const { container } = await showCaptures([
      captureOf('t', { kind: 'heap-snapshot' }),
      captureOf('p'),
      captureOf('s', { kind: 'heap-snapshot' }),
    ])
    const { act } = await import('react')
    for (const id of ['p', 's', 't'])
      await act(async () => container.querySelector<HTMLInputElement>(`[data-capture="${id}"] input`)?.click())
    const link = [...container.querySelectorAll('a')].find((one) => one.textContent === 'Compare the two')
    expect(link?.getAttribute('href')).toBe('/snapshot?id=t&before=s')
  })

  it('are removed by a press, with who did it, and the list is read again', async () => {
    stage.hub.answers.set('DELETE /api/v1/captures/a', () => ({ status: 204, body: null }))
    const { press, type, button, until } = await showCaptures([captureOf('a')])
    const label = button('Take a profile')
      .ownerDocument.querySelector('[aria-label^="Remove"]')
      ?.getAttribute('aria-label')
    stage.hub.answers.set('GET /api/v1/captures', () => ({ body: { captures: [] } }))
    await press(label ?? '')
    // The name is asked for once in this browser.
    if (document.querySelector('dialog')) {
      await type('Your name', 'Ada')
      await press('Remove it')
    }
    await until(() => document.body.textContent?.includes('Nothing was captured yet'))
    expect(stage.hub.requests.find(({ method }) => method === 'DELETE')?.query.get('by')).toBe('Ada')
  })

  it('begin with a profile over the time that was chosen', async () => {
    stage.hub.answers.set(COMMANDS, () => ({ status: 202, body: captureOf('new', { state: 'asked' }) }))
    const { press, type, until } = await showCaptures([])
    await press('Take a profile')
    await until(() => document.querySelectorAll('dialog input[type="radio"]').length === 3)
    const { act } = await import('react')
    await act(async () => document.querySelectorAll<HTMLInputElement>('dialog input[type="radio"]')[1]?.click())
    await type('Your name', 'Ada')
    await press('Take it')
    await until(() => stage.hub.requests.some(({ method }) => method === 'POST'))
    expect(lastBody()).toEqual({ name: 'heap-profile', args: { durationMs: 30_000 }, by: 'Ada' })
  })

  it('are begun by an address as by a press: it opens the dialog, and nothing is asked of the process before that is answered', async () => {
    stage.hub.answers.set(COMMANDS, () => ({ status: 202, body: captureOf('new', { state: 'asked' }) }))
    const { press, until } = await showCaptures([], {
      query: `id=${PROCESS}&act=profile`,
      state: { me: meAs('operator') },
    })
    await until(() => document.querySelector('dialog')?.textContent?.includes('Take an allocation profile'))
    expect(lastBody()).toBeUndefined()
    await press('Take it')
    await until(() => lastBody())
    expect(lastBody()).toEqual({ name: 'heap-profile', args: { durationMs: 0 }, by: 'Kim' })
  })

  it('are not begun by an address for who may only look', async () => {
    const { container } = await showCaptures([], { query: `id=${PROCESS}&act=snapshot`, state: { me: meAs('viewer') } })
    expect(container.textContent).toContain('Operators collect, and take profiles and snapshots.')
    expect(document.querySelector('dialog')).toBeNull()
    expect(lastBody()).toBeUndefined()
  })

  it('take a snapshot only after its cost was told, and not where the process refuses it', async () => {
    const estimate = {
      heapBytes: 94 * MIB,
      pauseMs: [3_800, 14_200],
      memoryBytes: 1_500 * MIB,
      freeBytes: 900 * MIB,
      isAllowed: false,
      reason: 'twice that has to be free.',
    }
    stage.hub.answers.set(COMMANDS, () => ({ body: estimate }))
    const { press, button, until } = await showCaptures([])
    await press('Take a snapshot')
    await until(() => document.querySelector('dialog')?.textContent?.includes('3.8 to 14.2 s'))
    expect(document.querySelector('dialog')?.textContent).toContain('twice that has to be free.')
    expect(button('Stop the process and take it').disabled).toBe(true)
  })
})
