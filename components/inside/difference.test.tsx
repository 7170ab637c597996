// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { ProfileAnswer, ProfileSite } from '../../lib/protocol/profile-answer'
import { standInForEach } from '../testing/page'
import { Difference } from './difference'

const stage = standInForEach()
const PROCESS = 'api.listeners'
const MIB = 1_048_576

const lastBody = () => stage.hub.requests.findLast(({ method }) => method === 'POST')?.body

describe('the difference of two profiles', () => {
  const site = (functionName: string, line: number): ProfileSite => ({
    functionName,
    url: 'file:///app/main.ts',
    line,
    column: 3,
    origin: 'own',
  })
  const change = (beforeBytes: number, afterBytes: number) => ({
    beforeBytes,
    afterBytes,
    grownBytes: afterBytes - beforeBytes,
  })
  const listen = site('listen', 50)
  const grown = change(MIB, 13 * MIB)
  const answer: ProfileAnswer = {
    total: grown,
    agent: change(MIB, 1.5 * MIB),
    rows: [{ site: listen, self: grown, total: grown, stack: [listen, site('serve', 31)] }],
    leftOut: 0,
    flame: {
      ...grown,
      site: { ...site('(root)', 0), url: '', line: null, column: null, origin: 'native' },
      selfGrownBytes: 0,
      children: [{ ...grown, site: listen, selfGrownBytes: grown.grownBytes, children: [] }],
    },
    faults: [],
  }
  const showDifference = async () => {
    stage.hub.answers.set('GET /api/v1/captures/y/profile', () => ({ body: answer }))
    const compared = { before: 'x', after: 'y' }
    const shown = await stage.show(<Difference process={PROCESS} name="api listeners" compared={compared} />)
    await shown.until(() => shown.container.querySelector('[data-site]'))
    return shown
  }

  it('names the line of code that grew most, with the stack that led there', async () => {
    const { container, press } = await showDifference()
    expect(container.textContent).toContain('listen (main.ts:50) holds 12.0 MiB more.')
    expect(container.textContent).toContain('own agent is left out: +512 KiB of its 1.5 MiB.')
    expect(container.querySelector('[data-site]')?.getAttribute('data-site')).toBe('main.ts:50')
    await press('listen')
    expect(container.querySelector('ol')?.textContent).toBe('listen /app/main.ts:50:3serve /app/main.ts:31:3')
    expect(stage.hub.requests.at(-1)?.query.get('before')).toBe('x')
  })

  it('is walked by keys in the flame graph, which says where one is', async () => {
    const { find } = await showDifference()
    const { act } = await import('react')
    const words = () => find('[data-flame] [role="status"]').textContent
    expect(words()).toContain('all that grew')
    const key = (name: string) =>
      act(async () => {
        find('[role="application"]').dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
      })
    await key('ArrowDown')
    expect(words()).toBe('listen main.ts:50 · grew by 12.0 MiB · 100 % of all')
    // The page may scroll it under a pointer that rests; only one that moves points.
    const root = find('[data-flame] svg g')
    const pointer = (movementX: number) =>
      act(async () => {
        for (const type of ['pointerenter', 'pointerover', 'pointermove'])
          root.dispatchEvent(new PointerEvent(type, { bubbles: true, movementX }))
      })
    await pointer(0)
    expect(words()).toContain('listen')
    await key('Enter')
    expect(find('[data-flame]').textContent).toContain('Show all')
    await key('Escape')
    await pointer(3)
    expect(words()).toContain('all that grew')
  })

  it('becomes a finding by one press, with where it is and a link back', async () => {
    stage.hub.answers.set('POST /api/v1/findings', ({ body }) => ({
      status: 201,
      body: { ...(body as object), id: 'f1' },
    }))
    const { press, type, until, container } = await showDifference()
    await press('Make a finding of this')
    if (document.querySelector('dialog')) {
      await type('Your name', 'Ada')
      await press('Make it')
    }
    await until(() => container.querySelector('a[href="/findings#finding-f1"]'))
    expect(lastBody()).toEqual({
      title: 'api listeners: listen (main.ts:50) holds 12.0 MiB more.',
      where: '/app/main.ts:50:3',
      status: 'not started',
      evidence: [{ title: 'difference of two profiles', link: `/process?id=${PROCESS}&before=x&after=y#difference` }],
      by: 'Ada',
    })
  })
})
