import { describe, expect, it } from 'vitest'
import type { Alert } from '../protocol/alerts'
import { FLAG_WORDS } from '../protocol/vocabulary'
import { openAlert } from './alert-life'
import { withOrigin } from './links'
import { aFlag, aProcess, growing, HOUR, MINUTE, PlayedBook, SETTINGS, START_MS } from './testing/played-book'
import { firingTitle, resolvedTitle } from './words'

const MIB = 1_048_576

function anAlert(instance: string, over: Partial<Alert> = {}, rule = over.rule ?? 'growth'): Alert {
  const process = aProcess(instance)
  const { alert } = openAlert({ id: instance, process, flag: aFlag(rule), raises: [] }, SETTINGS, START_MS)
  return { ...alert, ...over }
}

const group = { service: 'gateway', rule: 'growth' } as const

describe('the line of a message', () => {
  it('has words for each rule, for one process, for many, and for the end', () => {
    const lines = FLAG_WORDS.flatMap((rule) => {
      const [a, b] = [anAlert('a', { rule }), anAlert('b', { rule })]
      const of = { service: 'gateway', rule }
      return [firingTitle(of, [a], [a], START_MS), firingTitle(of, [a, b], [a, b], START_MS), resolvedTitle(of, 1, [a])]
    })
    expect(lines).toMatchInlineSnapshot(`
      [
        "gateway: a grows in memory.live_set",
        "gateway: 2 processes grow, a among them",
        "gateway: a no longer grows (memory.live_set)",
        "gateway: a stays at its max (memory.live_set)",
        "gateway: 2 processes stay at their max, a among them",
        "gateway: a is off its max (memory.live_set)",
        "gateway: a rejects (memory.live_set)",
        "gateway: 2 processes reject, a among them",
        "gateway: a no longer rejects (memory.live_set)",
        "gateway: a holds what its partner let go (memory.live_set)",
        "gateway: 2 processes hold what their partners let go, a among them",
        "gateway: a agrees with its partner again (memory.live_set)",
        "gateway: a does not drain (memory.live_set)",
        "gateway: 2 processes do not drain, a among them",
        "gateway: a drains again (memory.live_set)",
        "gateway: a is near its limit (memory.live_set)",
        "gateway: 2 processes are near their limit, a among them",
        "gateway: a is no longer near its limit (memory.live_set)",
        "gateway: a grows in every life in memory.live_set",
        "gateway: 2 processes grow in every life, a among them",
        "gateway: a no longer grows in every life (memory.live_set)",
        "gateway: a is silent",
        "gateway: 2 processes are silent, a among them",
        "gateway: a reports again",
      ]
    `)
  })

  it('says that a limit can be reached at any moment when its soonest time has passed', () => {
    const late = anAlert('a', { growth: growing(MIB, [1, null]) })
    expect(firingTitle(group, [late], [late], START_MS + 2 * HOUR)).toBe(
      'gateway: a grows in memory.live_set, can reach its limit at any moment',
    )
    expect(firingTitle(group, [late], [late], START_MS)).toBe(
      'gateway: a grows in memory.live_set, reaches its limit in 60 min or more',
    )
  })

  it('says how many flap', () => {
    const flapping = anAlert('a', { flapping: { raises: 7, sinceMs: START_MS } })
    const calm = anAlert('b')
    expect(firingTitle(group, [flapping, calm], [flapping, calm], START_MS)).toBe(
      'gateway: 2 processes grow, a among them; 1 of 2 flap',
    )
  })

  it('says at the end of many how many there were', () => {
    expect(resolvedTitle(group, 40, [anAlert('a')])).toBe('gateway: all 40 alerts of growth are over')
    expect(resolvedTitle(group, 1, [])).toBe('gateway: growth is over')
  })

  it('gets the address of the dashboard in front of its paths', () => {
    const played = new PlayedBook()
    played.play(2 * MINUTE, [[aProcess(), [aFlag()]]])
    const message = played.sent[0]?.message
    if (!message) throw new Error('nothing was told')
    const full = withOrigin(message, 'https://tidemark.example/ops/')
    expect(full.link).toBe('https://tidemark.example/ops/alerts?service=gateway&rule=growth')
    expect(full.worst[0]?.link).toMatch(/^https:\/\/tidemark\.example\/ops\/process\?id=/u)
    expect(message.link).toBe('/alerts?service=gateway&rule=growth')
  })
})
