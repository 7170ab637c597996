/** Who is reminded, and who is told after them: the rules A11 and A12 of docs/alerts.md. */
import { describe, expect, it } from 'vitest'
import { groupId } from './ids'
import type { ObservedProcess, RaisedFlag } from './shapes'
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

const MIB = 1_048_576
const leak = [aFlag('growth', 'memory.live_set', growing(12 * MIB))]
const [a, b, c] = [aProcess('host-a/0'), aProcess('host-b/0'), aProcess('host-c/0')]
/** Each of them leaks. */
const leaks = (...processes: ObservedProcess[]): [ObservedProcess, RaisedFlag[]][] =>
  processes.map((one) => [one, leak])
const growth = groupId({ service: 'gateway', rule: 'growth' })
const escalating = { ...SETTINGS, escalateAfterMs: [30 * MINUTE, 2 * HOUR] }

describe('what nobody acknowledges', () => {
  tellStories([
    {
      title: 'A11: what nobody acknowledges is repeated every four hours.',
      play: (played) => played.play(9 * HOUR, leaks(a), 30 * SECOND),
      states: ['host-a/0 firing'],
      messages: ['firing', 'repeat', 'repeat'].map(
        (kind, at) =>
          `${['12', '16', '20'][at]}:02:00 ${kind} gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour`,
      ),
    },
    {
      title:
        'A11: an acknowledgement of a group stops repeats, until another alert joins; the repeat is about that one.',
      play(played) {
        played.play(5 * MINUTE, leaks(a, b), 5 * SECOND)
        played.step(acknowledged(growth, 'looking'))
        played.play(9 * HOUR, leaks(a, b), 30 * SECOND)
        played.play(5 * HOUR, leaks(a, b, c), 30 * SECOND)
      },
      states: ['host-a/0 firing', 'host-b/0 firing', 'host-c/0 firing'],
      messages: [
        '12:01:35 firing gateway: 2 processes grow, host-a/0 by 12.0 MiB an hour',
        '21:07:00 update gateway: 3 processes grow, host-a/0 by 12.0 MiB an hour',
        '01:07:00 repeat gateway: host-c/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A11: an acknowledgement of one alert leaves the others to be repeated.',
      play(played) {
        played.play(5 * MINUTE, leaks(a, b), 5 * SECOND)
        const [first] = played.book.alerts({ process: a.id })
        played.step(acknowledged(first?.id ?? ''))
        played.play(5 * HOUR, leaks(a, b), 30 * SECOND)
      },
      states: ['host-a/0 firing', 'host-b/0 firing'],
      messages: [
        '12:01:35 firing gateway: 2 processes grow, host-a/0 by 12.0 MiB an hour',
        '16:02:00 repeat gateway: host-b/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A11: an acknowledgement that is taken back lets it repeat again.',
      play(played) {
        played.play(5 * MINUTE, leaks(a), 5 * SECOND)
        played.step(acknowledged(growth))
        played.play(5 * HOUR, leaks(a), 30 * SECOND)
        played.step((book, nowMs) => book.unacknowledge(growth, nowMs))
        played.play(MINUTE, leaks(a), 30 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [
        '12:01:35 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '17:05:30 repeat gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A12: what nobody acknowledges is escalated once after each delay.',
      settings: { ...escalating, repeatMs: 48 * HOUR },
      play: (played) => played.play(10 * HOUR, leaks(a), 30 * SECOND),
      states: ['host-a/0 firing'],
      messages: [
        '12:02:00 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:32:00 escalated gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '14:02:00 escalated gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A12: an acknowledgement stops the escalation, and an alert that joins later begins its own.',
      settings: { ...escalating, repeatMs: 48 * HOUR },
      play(played) {
        played.play(20 * MINUTE, leaks(a), 30 * SECOND)
        played.step(acknowledged(growth))
        played.play(4 * HOUR, leaks(a), 30 * SECOND)
        played.play(40 * MINUTE, leaks(a, b), 30 * SECOND)
      },
      states: ['host-a/0 firing', 'host-b/0 firing'],
      messages: [
        '12:02:00 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '16:22:00 update gateway: 2 processes grow, host-a/0 by 12.0 MiB an hour',
        '16:52:00 escalated gateway: host-b/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A12: what was escalated, acknowledged and joined by another is escalated once more.',
      settings: { ...escalating, repeatMs: 48 * HOUR },
      play(played) {
        played.play(40 * MINUTE, leaks(a), 30 * SECOND)
        played.step(acknowledged(growth))
        played.play(MINUTE, leaks(a), 30 * SECOND)
        played.play(40 * MINUTE, leaks(a, b), 30 * SECOND)
      },
      states: ['host-a/0 firing', 'host-b/0 firing'],
      messages: [
        '12:02:00 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:32:00 escalated gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:43:00 update gateway: 2 processes grow, host-a/0 by 12.0 MiB an hour',
        '13:13:00 escalated gateway: host-b/0 grows in memory.live_set, by 12.0 MiB an hour',
      ],
    },
  ])

  it('A12: says for each message which delays it is for, and resolves for every delay that was told', () => {
    const played = new PlayedBook({ settings: { ...escalating, repeatMs: HOUR } })
    played.play(70 * MINUTE, leaks(a), 30 * SECOND)
    played.play(10 * MINUTE, [[a, []]], 30 * SECOND)
    expect(played.sent.map(({ message: { kind }, audience }) => [kind, audience])).toEqual([
      ['firing', [null]],
      ['escalated', [30 * MINUTE]],
      ['repeat', [null, 30 * MINUTE]],
      ['resolved', [null, 30 * MINUTE]],
    ])
  })
})
