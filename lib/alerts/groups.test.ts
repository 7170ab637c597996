/** What people are told, and how often: the rules A8 to A10, and A13, of docs/alerts.md. */
import { describe, expect, it } from 'vitest'
import { aFlag, aProcess, growing, HOUR, MINUTE, PlayedBook, SECOND, SETTINGS, START_MS } from './testing/played-book'
import { tellStories } from './testing/stories'
import type { ObservedProcess, RaisedFlag } from './shapes'

const MIB = 1_048_576
const leak = [aFlag('growth', 'memory.live_set', growing(12 * MIB))]
const full = [aFlag('saturated', 'pool.mesh')]
const [a, b, c] = [aProcess('host-a/0'), aProcess('host-b/0'), aProcess('host-c/0')]

type Up = [ObservedProcess, RaisedFlag[]]

function replicas(count: number): Up[] {
  return Array.from({ length: count }, (_, at): Up => [
    aProcess(`host-${at}/0`),
    [
      aFlag(
        'growth',
        'memory.live_set',
        growing((at + 1) * MIB, at % 2 === 0 ? [count - at + 5, count - at + 7] : undefined),
      ),
    ],
  ])
}

describe('what people are told', () => {
  tellStories([
    {
      title: 'A8: forty replicas with one leak are one message that says how many, and who is next to its limit.',
      play: (played) => played.play(20 * MINUTE, replicas(40), 5 * SECOND),
      states: Array.from({ length: 40 }, (_, at) => `host-${at}/0 firing`),
      messages: ['12:01:35 firing gateway: 40 processes grow, host-38/0 reaches its limit in 7 to 9 h'],
    },
    {
      title: 'A8: 1,000 processes of one service that fire together are exactly one message.',
      play: (played) => played.play(3 * MINUTE, replicas(1_000), 30 * SECOND),
      states: Array.from({ length: 1_000 }, (_, at) => `host-${at}/0 firing`),
      messages: ['12:02:00 firing gateway: 1,000 processes grow, host-998/0 reaches its limit in 7 to 9 h'],
    },
    {
      title: 'A8: another service and another rule are another group.',
      play(played) {
        const other = aProcess('host-a/0', { service: 'mesh' })
        played.play(2 * MINUTE, [
          [a, [...leak, ...full]],
          [other, leak],
        ])
      },
      states: ['host-a/0 firing', 'host-a/0 firing', 'host-a/0 firing'],
      messages: [
        '12:01:31 firing mesh: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:01:31 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:01:31 firing gateway: host-a/0 stays at its max (pool.mesh)',
      ],
    },
    {
      title: 'A8: several series of one process are one process.',
      play: (played) => played.play(2 * MINUTE, [[a, [...leak, aFlag('growth', 'registry.rooms')]]]),
      states: ['host-a/0 firing', 'host-a/0 firing'],
      messages: ['12:01:31 firing gateway: host-a/0 grows in 2 series, by 12.0 MiB an hour'],
    },
    {
      title: 'A9: a group waits while others join it, and then is one message.',
      play(played) {
        played.play(20 * SECOND, [[a, leak]])
        played.play(20 * SECOND, [
          [a, leak],
          [b, leak],
        ])
        played.play(3 * MINUTE, [
          [a, leak],
          [b, leak],
          [c, leak],
        ])
      },
      states: ['host-a/0 firing', 'host-b/0 firing', 'host-c/0 firing'],
      messages: ['12:02:11 firing gateway: 3 processes grow, host-a/0 by 12.0 MiB an hour'],
    },
    {
      title: 'A9: a group waits no longer than its bound, however many join.',
      play(played) {
        const up: Up[] = []
        for (const one of replicas(40)) {
          up.push([one[0], leak])
          played.play(20 * SECOND, up, 10 * SECOND)
        }
      },
      settings: {
        ...SETTINGS,
        rules: { ...SETTINGS.rules, growth: { ...SETTINGS.rules.growth, gatherMaxMs: 5 * MINUTE } },
      },
      states: [
        ...Array.from({ length: 37 }, (_, at) => `host-${at}/0 firing`),
        ...[37, 38, 39].map((at) => `host-${at}/0 pending`),
      ],
      messages: ['12:06:10 firing gateway: 16 processes grow, host-0/0 by 12.0 MiB an hour'],
    },
    {
      title: 'A9: a group does not wait longer than a tenth of the time that is left to the first limit.',
      play: (played) => played.play(2 * MINUTE, [[a, [aFlag('near-limit', 'memory.rss', growing(MIB, [0.05, 0.1]))]]]),
      states: ['host-a/0 firing'],
      messages: ['12:01:13 firing gateway: host-a/0 is near its limit (memory.rss), reaches its limit in 2 to 5 min'],
    },
    {
      title: 'A9: what is over before the message is not told.',
      play(played) {
        played.play(70 * SECOND, [[a, leak]])
        played.play(10 * MINUTE, [[a, []]])
      },
      settings: {
        ...SETTINGS,
        rules: { ...SETTINGS.rules, growth: { ...SETTINGS.rules.growth, quietMs: 10 * SECOND } },
      },
      states: ['host-a/0 resolved'],
      messages: [],
    },
    {
      title: 'A10: alerts that join a told group are told together, half an hour after the last message.',
      play(played) {
        played.play(5 * MINUTE, [[a, leak]])
        played.play(5 * MINUTE, [
          [a, leak],
          [b, leak],
        ])
        played.play(
          HOUR,
          [
            [a, leak],
            [b, leak],
            [c, leak],
          ],
          5 * SECOND,
        )
      },
      states: ['host-a/0 firing', 'host-b/0 firing', 'host-c/0 firing'],
      messages: [
        '12:01:31 firing gateway: host-a/0 grows in memory.live_set, by 12.0 MiB an hour',
        '12:31:35 update gateway: 3 processes grow, host-a/0 by 12.0 MiB an hour',
      ],
    },
    {
      title: 'A10: a few that join very many wait for the repeat.',
      play(played) {
        const many = replicas(40)
        played.play(5 * MINUTE, many.slice(0, 38), 10 * SECOND)
        played.play(5 * HOUR, many, 10 * SECOND)
      },
      states: [...Array.from({ length: 38 }, (_, at) => `host-${at}/0 firing`), 'host-38/0 firing', 'host-39/0 firing'],
      messages: [
        '12:01:40 firing gateway: 38 processes grow, host-36/0 reaches its limit in 9 to 11 h',
        '16:01:40 update gateway: 40 processes grow, host-38/0 reaches its limit in 3 to 5 h',
      ],
    },
    {
      title: 'A10: nobody is told that a part of a group is over; the group is resolved once all of it is.',
      play(played) {
        played.play(5 * MINUTE, [
          [a, leak],
          [b, leak],
        ])
        played.play(
          20 * MINUTE,
          [
            [a, leak],
            [b, []],
          ],
          5 * SECOND,
        )
        played.play(
          20 * MINUTE,
          [
            [a, []],
            [b, []],
          ],
          5 * SECOND,
        )
      },
      states: ['host-a/0 resolved', 'host-b/0 resolved'],
      messages: [
        '12:01:31 firing gateway: 2 processes grow, host-a/0 by 12.0 MiB an hour',
        '12:30:05 resolved gateway: all 2 alerts of growth are over',
      ],
    },
  ])

  it('A8: names the three worst: by the time to their limit, then by their slope', () => {
    const played = new PlayedBook()
    const slope = (instance: string, mibPerHour: number, limit?: [number, number]): Up => [
      aProcess(instance),
      [aFlag('growth', 'memory.live_set', growing(mibPerHour * MIB, limit))],
    ]
    played.play(2 * MINUTE, [
      slope('flat/0', 1),
      slope('steep/0', 90),
      slope('later/0', 2, [9, 12]),
      slope('soon/0', 1, [2, 3]),
      slope('steeper/0', 100),
    ])
    expect(played.sent.map(({ message }) => message.worst.map(({ instance }) => instance))).toEqual([
      ['soon/0', 'later/0', 'steeper/0'],
    ])
    expect(played.sent[0]?.message.count).toBe(5)
  })

  it('A13: gives each message an id of its own, and the messages of an episode the same name', () => {
    const played = new PlayedBook()
    for (let turn = 0; turn < 3; turn++) {
      played.play(5 * MINUTE, [[a, leak]], 5 * SECOND)
      played.play(10 * MINUTE, [[a, []]], 5 * SECOND)
    }
    expect(played.kinds).toEqual(['firing', 'resolved', 'firing', 'resolved', 'firing', 'resolved'])
    expect(new Set(played.sent.map(({ message }) => message.id)).size).toBe(6)
    const episodes = played.sent.map(({ episode }) => episode)
    expect(new Set(episodes).size).toBe(3)
    expect(episodes[0]).toBe(episodes[1])
  })

  it('A13: tells of an alert what grows, how fast, since when, what happened then, its limit, and where to look', () => {
    const near = {
      id: 7,
      title: 'gateway 1.4.2',
      kind: 'deploy',
      atMs: START_MS - HOUR - 4 * MINUTE,
      beforeMs: 4 * MINUTE,
    }
    const played = new PlayedBook({ near: () => near })
    const facts = { ...growing(12 * MIB, [5, 7]), cause: 'streams.ws grows with it' }
    played.play(2 * MINUTE, [[a, [aFlag('growth', 'memory.live_set', facts)]]])
    const message = played.sent[0]?.message
    expect(message?.worst[0]).toEqual({
      id: played.book.alerts()[0]?.id,
      process: a.id,
      instance: 'host-a/0',
      series: 'memory.live_set',
      sinceMs: START_MS - HOUR,
      firingAtMs: START_MS + 61 * SECOND,
      resolvedAtMs: null,
      reason: 'memory.live_set breaks growth.',
      growth: facts,
      near,
      flapping: null,
      ack: null,
      link: `/process?id=gateway.host-a%7E2f0&from=${START_MS - 90 * MINUTE}&to=${START_MS + 91 * SECOND}`,
    })
    expect(message?.link).toBe('/alerts?service=gateway&rule=growth')
  })
})
