/** One alert: the rules A1 to A7 of docs/alerts.md. The others are in groups.test.ts and silences.test.ts. */
import { describe } from 'vitest'
import { aFlag, aProcess, growing, HOUR, MINUTE, SECOND, SETTINGS, START_MS } from './testing/played-book'
import { tellStories } from './testing/stories'

const MIB = 1_048_576
const one = aProcess()
const leak = [aFlag('growth', 'memory.live_set', growing(12 * MIB, [5, 7]))]
const full = [aFlag('saturated', 'pool.mesh')]
const silent = [aFlag('silent')]
const restarted = aProcess('host-a/0', { boot: 'boot-2', startedAtMs: START_MS + 10 * MINUTE })

const FIRING = '12:01:31 firing gateway: host-a/0 grows in memory.live_set, reaches its limit in 5 to 7 h'
const RESOLVED = 'resolved gateway: host-a/0 no longer grows (memory.live_set)'

describe('the life of an alert', () => {
  tellStories([
    {
      title: 'A1: an alert is pending while its flag has been up for less than its hold time, and says nothing.',
      play: (played) => played.play(60 * SECOND, [[one, leak]]),
      states: ['host-a/0 pending'],
      messages: [],
    },
    {
      title: 'A1: a pending alert whose flag goes down was never there.',
      play(played) {
        played.play(60 * SECOND, [[one, leak]])
        played.play(10 * MINUTE, [[one, []]])
      },
      states: [],
      messages: [],
    },
    {
      title: 'A2: an alert fires when its flag has been up for its hold time, and is told once.',
      play: (played) => played.play(3 * HOUR, [[one, leak]], 5 * SECOND),
      states: ['host-a/0 firing'],
      messages: ['12:01:35 firing gateway: host-a/0 grows in memory.live_set, reaches its limit in 5 to 7 h'],
    },
    {
      title: 'A2: time alone lets it fire, when nobody looks at its process again.',
      play(played) {
        played.step((book, nowMs) => book.observe(one, leak, nowMs))
        played.play(2 * MINUTE)
      },
      states: ['host-a/0 firing'],
      messages: ['12:01:30 firing gateway: host-a/0 grows in memory.live_set, reaches its limit in 5 to 7 h'],
    },
    {
      title: 'A3: an alert is resolved when its flag has been down for its quiet time, and that is told once.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(HOUR, [[one, []]])
      },
      states: ['host-a/0 resolved'],
      messages: [FIRING, `12:07:01 ${RESOLVED}`],
    },
    {
      title: 'A3: a flag that comes back before its quiet time is over is the same alert, and says nothing.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(4 * MINUTE, [[one, []]])
        played.play(10 * MINUTE, [[one, leak]])
      },
      states: ['host-a/0 firing'],
      messages: [FIRING],
    },
    {
      title: 'A3: a flag that comes back after its quiet time is another alert.',
      play(played) {
        played.play(2 * MINUTE, [[one, full]])
        played.play(6 * MINUTE, [[one, []]])
        played.play(2 * MINUTE, [[one, full]])
      },
      states: ['host-a/0 resolved', 'host-a/0 firing'],
      messages: [
        '12:01:31 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:07:01 resolved gateway: host-a/0 is off its max (pool.mesh)',
        '12:09:31 firing gateway: host-a/0 stays at its max (pool.mesh)',
      ],
    },
    {
      title: 'A4: nothing fires in the grace after the start of a process; it waits as pending until that is over.',
      play(played) {
        const young = aProcess('host-a/0', { startedAtMs: START_MS - 30 * SECOND })
        played.play(3 * MINUTE, [[young, full]])
      },
      settings: { ...SETTINGS, graceMs: 3 * MINUTE },
      states: ['host-a/0 firing'],
      messages: ['12:03:00 firing gateway: host-a/0 stays at its max (pool.mesh)'],
    },
    {
      title: 'A4: what is over before the grace is over was never there.',
      play(played) {
        const young = aProcess('host-a/0', { startedAtMs: START_MS - 30 * SECOND })
        played.play(2 * MINUTE, [[young, full]])
        played.play(10 * MINUTE, [[young, []]])
      },
      settings: { ...SETTINGS, graceMs: 3 * MINUTE },
      states: [],
      messages: [],
    },
    {
      title: 'A4: a target whose clock is a day ahead has no longer grace for it.',
      play(played) {
        const ahead = aProcess('host-a/0', { startedAtMs: START_MS + 24 * HOUR })
        played.play(4 * MINUTE, [[ahead, full]])
      },
      settings: { ...SETTINGS, graceMs: 3 * MINUTE },
      states: ['host-a/0 firing'],
      messages: ['12:03:31 firing gateway: host-a/0 stays at its max (pool.mesh)'],
    },
    {
      title:
        'A5: a restart takes a flag from sight and does not resolve its alert; up again in the next life, it is the same.',
      play(played) {
        played.play(10 * MINUTE, [[one, leak]])
        played.play(HOUR, [[restarted, []]], 5 * SECOND)
        played.play(HOUR, [[restarted, leak]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [FIRING],
    },
    {
      title: 'A5: a restart that cured it is told when the new life has been quiet for longer.',
      play(played) {
        played.play(10 * MINUTE, [[one, leak]])
        played.play(3 * HOUR, [[restarted, []]], 5 * SECOND)
      },
      states: ['host-a/0 resolved'],
      messages: [FIRING, `14:10:05 ${RESOLVED}`],
    },
    {
      title: 'A5: what is up again in the next life and goes down there is quiet after its usual time.',
      play(played) {
        played.play(10 * MINUTE, [[one, leak]])
        played.play(MINUTE, [[restarted, []]])
        played.play(MINUTE, [[restarted, leak]])
        played.play(10 * MINUTE, [[restarted, []]])
      },
      states: ['host-a/0 resolved'],
      messages: [FIRING, `12:17:01 ${RESOLVED}`],
    },
    {
      title: 'A5: a process that restarts each half hour flaps by none of it.',
      play(played) {
        for (let life = 1; life < 12; life++) {
          const process = aProcess('host-a/0', { boot: `boot-${life}`, startedAtMs: played.nowMs })
          played.play(20 * MINUTE, [[process, []]], 10 * SECOND)
          played.play(10 * MINUTE, [[process, leak]], 10 * SECOND)
        }
      },
      settings: { ...SETTINGS, repeatMs: 48 * HOUR },
      states: ['host-a/0 firing'],
      messages: ['12:21:40 firing gateway: host-a/0 grows in memory.live_set, reaches its limit in 5 to 7 h'],
    },
    {
      title: 'A6: a silent process holds its other alerts as they are, whatever flags it has left.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(HOUR, [[one, silent]], 5 * SECOND)
      },
      states: ['host-a/0 firing', 'host-a/0 firing'],
      messages: [FIRING, '12:03:35 firing gateway: host-a/0 is silent'],
    },
    {
      title: 'A6: what is pending when its process goes silent does not fire before it is heard again.',
      play(played) {
        played.play(30 * SECOND, [[one, full]])
        played.play(10 * MINUTE, [[one, [...full, ...silent]]])
        played.play(30 * SECOND, [[one, full]])
      },
      states: ['host-a/0 pending', 'host-a/0 firing'],
      messages: ['12:02:01 firing gateway: host-a/0 is silent'],
    },
    {
      title: 'A6: time in which a process is silent is no quiet time, and its quiet time begins anew after it.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(4 * MINUTE, [[one, []]])
        played.play(50 * SECOND, [[one, silent]])
        played.play(4 * MINUTE, [[one, []]])
      },
      states: ['host-a/0 firing'],
      messages: [FIRING],
    },
    {
      title: 'A6: while a detector knows nothing yet, a flag that is down is not quiet.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(HOUR, [[{ ...one, isUnknown: () => true }, []]], 5 * SECOND)
        played.play(4 * MINUTE, [[one, []]])
      },
      states: ['host-a/0 firing'],
      messages: [FIRING],
    },
    {
      title: 'A6: the alerts of a process that is forgotten end, and a pending one leaves nothing.',
      play(played) {
        played.play(2 * MINUTE, [[one, leak]])
        played.play(10 * SECOND, [[one, [...leak, ...full]]])
        played.step((book, nowMs) => book.forget(one.id, nowMs))
        played.play(MINUTE)
      },
      states: ['host-a/0 resolved'],
      messages: [FIRING, '12:02:11 resolved gateway: host-a/0 is gone'],
    },
    {
      title: 'A7: a flag that goes up four times in six hours is one alert that says once that it flaps, and stays.',
      play(played) {
        for (let turn = 0; turn < 40; turn++) {
          played.play(10 * MINUTE, [[one, full]], 10 * SECOND)
          played.play(20 * MINUTE, [[one, []]], 10 * SECOND)
        }
      },
      states: ['host-a/0 resolved', 'host-a/0 resolved', 'host-a/0 resolved', 'host-a/0 firing'],
      messages: [
        '12:01:40 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:15:10 resolved gateway: host-a/0 is off its max (pool.mesh)',
        '12:31:40 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:45:10 resolved gateway: host-a/0 is off its max (pool.mesh)',
        '13:01:40 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '13:15:10 resolved gateway: host-a/0 is off its max (pool.mesh)',
        '13:31:40 firing gateway: host-a/0 stays at its max (pool.mesh); it flaps, and went up 4 times',
      ],
    },
    {
      title: 'A7: an alert that begins to flap while it fires says so in one update.',
      play(played) {
        for (let turn = 0; turn < 60; turn++) {
          played.play(3 * MINUTE, [[one, full]], 5 * SECOND)
          played.play(3 * MINUTE, [[one, []]], 5 * SECOND)
        }
      },
      states: ['host-a/0 firing'],
      messages: [
        '12:01:35 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:31:35 update gateway: host-a/0 stays at its max (pool.mesh); it flaps, and went up 6 times',
      ],
    },
    {
      title: 'A7: what flapped is resolved when it was calm for two hours.',
      play(played) {
        for (let turn = 0; turn < 4; turn++) {
          played.play(2 * MINUTE, [[one, full]], 5 * SECOND)
          played.play(3 * MINUTE, [[one, []]], 5 * SECOND)
        }
        played.play(3 * HOUR, [[one, []]], 5 * SECOND)
      },
      states: ['host-a/0 resolved'],
      messages: [
        '12:01:35 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:31:35 update gateway: host-a/0 stays at its max (pool.mesh); it flaps, and went up 4 times',
        '14:17:05 resolved gateway: host-a/0 is off its max (pool.mesh)',
      ],
    },
    {
      title: 'A7: what flapped and then stays up for two hours is an alert like any other again, and repeats.',
      play(played) {
        for (let turn = 0; turn < 4; turn++) {
          played.play(2 * MINUTE, [[one, full]], 5 * SECOND)
          played.play(3 * MINUTE, [[one, []]], 5 * SECOND)
        }
        played.play(5 * HOUR, [[one, full]], 5 * SECOND)
      },
      states: ['host-a/0 firing'],
      messages: [
        '12:01:35 firing gateway: host-a/0 stays at its max (pool.mesh)',
        '12:31:35 update gateway: host-a/0 stays at its max (pool.mesh); it flaps, and went up 5 times',
        '16:31:35 repeat gateway: host-a/0 stays at its max (pool.mesh)',
      ],
    },
  ])
})
