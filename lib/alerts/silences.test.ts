/** Silences and planned windows: the rule A14 of docs/alerts.md. */
import { describe, expect, it } from 'vitest'
import type { SilenceInput } from '../protocol/alerts'
import type { AlertBook } from './alert-book'
import { groupId } from './ids'
import {
  acknowledged,
  aFlag,
  aProcess,
  growing,
  HOUR,
  MINUTE,
  PlayedBook,
  SECOND,
  SETTINGS,
} from './testing/played-book'
import { tellStories } from './testing/stories'

const leak = [aFlag('growth', 'memory.live_set', growing(12 * 1_048_576))]
const [a, b] = [
  aProcess('host-a/0', { labels: { zone: 'north' } }),
  aProcess('host-b/0', { labels: { zone: 'south' } }),
]
const growth = groupId({ service: 'gateway', rule: 'growth' })
const GROWS = 'gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour'

type When = Partial<Pick<SilenceInput, 'match'>> & { inMs?: number; forMs: number }

/** Of the service, from now on, if nothing else is said. */
function silence({ match = { service: 'gateway' }, inMs = 0, forMs }: When) {
  return (book: AlertBook, nowMs: number) => {
    const fromMs = nowMs + inMs
    const answer = book.silence({ match, fromMs, toMs: fromMs + forMs, by: 'ada', why: 'we know' }, nowMs)
    if (!answer.ok) throw new Error(answer.message)
  }
}

describe('silences', () => {
  tellStories([
    {
      title: 'A14: what fires under a silence is not told, and not resolved either.',
      play(played) {
        played.step(silence({ forMs: HOUR }))
        played.play(10 * MINUTE, [[a, leak]])
        played.play(10 * MINUTE, [[a, []]])
      },
      states: ['host-a/0 resolved'],
      messages: [],
    },
    {
      title: 'A14: what still fires when its silence is over is told then.',
      play(played) {
        played.step(silence({ forMs: HOUR }))
        played.play(2 * HOUR, [[a, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`13:00:30 firing ${GROWS}`],
    },
    {
      title: 'A14: what was told, silenced, and still fires after it is told again, without the wait of an update.',
      play(played) {
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
        played.step(silence({ forMs: 10 * MINUTE }))
        played.play(20 * MINUTE, [[a, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`12:01:35 firing ${GROWS}`, `12:15:30 update ${GROWS}`],
    },
    {
      title:
        'A14: what never was told for its silence is told when that is over, though its group was told just before.',
      play(played) {
        played.step(silence({ match: { process: b.id }, forMs: 10 * MINUTE }))
        played.play(8 * MINUTE, [[b, leak]], 5 * SECOND)
        played.play(
          10 * MINUTE,
          [
            [a, leak],
            [b, leak],
          ],
          5 * SECOND,
        )
      },
      states: ['host-b/0 firing', 'host-a/0 firing'],
      messages: [`12:09:35 firing ${GROWS}`, '12:10:30 update gateway: 2 processes grow, host-b/0 by 12.0 MiB an hour'],
    },
    {
      title: 'A14: what is silenced while its group waits for others begins that wait anew when the silence is over.',
      play(played) {
        played.play(70 * SECOND, [[a, leak]], 5 * SECOND)
        played.step(silence({ forMs: HOUR }))
        played.play(2 * HOUR, [[a, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`13:01:40 firing ${GROWS}`],
    },
    {
      title: 'A14: a silence stops repeats and escalation.',
      settings: { ...SETTINGS, escalateAfterMs: [HOUR] },
      play(played) {
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
        played.step(silence({ forMs: 24 * HOUR }))
        played.play(12 * HOUR, [[a, leak]], 30 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`12:01:35 firing ${GROWS}`],
    },
    {
      title: 'A14: that something is over that was told is told in a silence, too.',
      play(played) {
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
        played.step(silence({ forMs: 24 * HOUR }))
        played.play(10 * MINUTE, [[a, []]], 5 * SECOND)
      },
      states: ['host-a/0 resolved'],
      messages: [`12:01:35 firing ${GROWS}`, '12:10:05 resolved gateway: host-a/0 no longer grows (memory.live_set)'],
    },
    {
      title: 'A14: a planned window silences from its begin to its end, and not before.',
      play(played) {
        played.step(silence({ inMs: 10 * MINUTE, forMs: 20 * MINUTE }))
        played.play(12 * MINUTE, [[a, leak]], 5 * SECOND)
        played.play(10 * MINUTE, [[a, [...leak, aFlag('saturated', 'pool.mesh')]]], 5 * SECOND)
        played.play(2 * MINUTE, [[a, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing', 'host-a/0 firing'],
      messages: [`12:01:35 firing ${GROWS}`],
    },
    {
      title: 'A14: a silence by label holds for the alerts of those processes alone.',
      play(played) {
        played.step(silence({ match: { rule: 'growth', labels: { zone: 'south' } }, forMs: HOUR }))
        played.play(5 * MINUTE, [
          [a, leak],
          [b, leak],
        ])
      },
      states: ['host-a/0 firing', 'host-b/0 firing'],
      messages: [`12:01:31 firing ${GROWS}`],
    },
    {
      title: 'A14: a silence that is ended before its time lets what fires be told at once.',
      play(played) {
        played.step(silence({ match: { process: a.id }, forMs: 24 * HOUR }))
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
        played.step((book, nowMs) => book.endSilence(book.silences()[0]?.id ?? '', nowMs))
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`12:05:30 firing ${GROWS}`],
    },
    {
      title:
        'A14: the rest of a group is told and resolved while one of it is silenced; that one is an episode of its own.',
      play(played) {
        played.step(silence({ match: { process: b.id }, forMs: HOUR }))
        played.play(
          5 * MINUTE,
          [
            [a, leak],
            [b, leak],
          ],
          5 * SECOND,
        )
        played.play(
          70 * MINUTE,
          [
            [a, []],
            [b, leak],
          ],
          5 * SECOND,
        )
      },
      states: ['host-a/0 resolved', 'host-b/0 firing'],
      messages: [
        `12:01:35 firing ${GROWS}`,
        '12:10:05 resolved gateway: host-a/0 no longer grows (memory.live_set)',
        '13:00:30 firing gateway: host-b/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A14: what is acknowledged is not told again when its silence is over.',
      play(played) {
        played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
        played.step(acknowledged(growth))
        played.step(silence({ forMs: 10 * MINUTE }))
        played.play(6 * HOUR, [[a, leak]], 30 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [`12:01:35 firing ${GROWS}`],
    },
  ])

  it('A14: an alert names the silences that hold for it, from its first moment to their end', () => {
    const played = new PlayedBook()
    played.step(silence({ forMs: 5 * MINUTE }))
    const [kept] = played.book.silences()
    played.play(SECOND, [[a, leak]])
    expect(played.book.alerts({ isSilenced: true }).map(({ silencedBy }) => silencedBy)).toEqual([[kept?.id]])
    played.play(5 * MINUTE, [[a, leak]])
    expect(played.book.alerts({ isSilenced: true })).toEqual([])
    expect(played.book.silences()).toEqual([])
    expect(played.kept().silences).toEqual([kept])
  })

  it.each([
    ['a match of nothing', { match: {} }, /would silence everything/u],
    ['an end before its begin', { fromMs: 2_000, toMs: 1_000 }, /ends after it begins/u],
    ['an end that has passed', { fromMs: 0, toMs: 1_000 }, /has passed/u],
    ['nobody who says so', { by: ' ' }, /who silences/u],
    ['no reason', { why: '' }, /says why/u],
  ])('A14: refuses %s in one sentence', (_what, over, sentence) => {
    const played = new PlayedBook()
    const { nowMs } = played
    const input = {
      match: { service: 'gateway' },
      fromMs: nowMs,
      toMs: nowMs + HOUR,
      by: 'ada',
      why: 'we know',
      ...over,
    }
    const answer = played.book.silence(input, nowMs)
    expect(answer).toMatchObject({ ok: false, code: 'bad_input' })
    expect(answer.ok ? '' : answer.message).toMatch(sentence)
  })

  it('A14: holds as many silences as its settings say, and says so', () => {
    const played = new PlayedBook({ settings: { ...SETTINGS, maxSilences: 1 } })
    played.step(silence({ forMs: HOUR }))
    expect(() => played.step(silence({ match: { rule: 'growth' }, forMs: HOUR }))).toThrow(/1 silences already/u)
  })
})
