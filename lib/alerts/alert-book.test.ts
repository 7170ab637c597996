/** The rules A15 to A17 of docs/alerts.md: clocks, restarts, bounds, and answers to people. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NearAnnotation } from '../protocol/alerts'
import { AlertBook } from './alert-book'
import { groupId } from './ids'
import { aFlag, aProcess, growing, HOUR, MINUTE, PlayedBook, SECOND, SETTINGS, START_MS } from './testing/played-book'
import { playSteps, PROCESSES, PROPERTY_SETTINGS, SETTING_BACK, SILENCING, storyOf } from './testing/random-steps'

const leak = [aFlag('growth', 'memory.live_set', growing(12 * 1_048_576))]
const one = aProcess()
const growth = groupId({ service: 'gateway', rule: 'growth' })

describe('the book of alerts', () => {
  it('A15: takes a clock that was set back by some seconds for time that did not pass', () => {
    const played = new PlayedBook()
    played.play(50 * SECOND, [[one, leak]])
    played.nowMs -= 30 * SECOND
    played.play(30 * SECOND, [[one, leak]])
    expect(played.states).toEqual(['host-a/0 pending'])
    played.play(11 * SECOND, [[one, leak]])
    expect(played.states).toEqual(['host-a/0 firing'])
  })

  it('A15: goes on at once after a clock that was a year ahead is set right', () => {
    const played = new PlayedBook()
    played.nowMs += 365 * 24 * HOUR
    played.play(2 * MINUTE, [[one, leak]])
    played.nowMs -= 365 * 24 * HOUR
    played.play(3 * MINUTE, [[one, leak]])
    const [alert] = played.book.alerts()
    expect(alert?.firingAtMs).toBeLessThan(START_MS + 3 * MINUTE)
    played.play(6 * MINUTE, [[one, []]])
    expect(played.kinds).toEqual(['firing', 'resolved'])
  })

  it('A15: goes on as if nothing had been, wherever in its story the clock is set back by a day', () => {
    const dayMs = 24 * HOUR
    const young = aProcess('host-b/0', { startedAtMs: START_MS - MINUTE })
    const settings = { ...PROPERTY_SETTINGS, graceMs: 5 * MINUTE }
    const story = (cutAt: number | null) => {
      const played = new PlayedBook({ settings })
      if (cutAt !== null) played.nowMs += dayMs
      const process = cutAt === null ? young : { ...young, startedAtMs: young.startedAtMs + dayMs }
      for (let minute = 0; minute < 150; minute++) {
        if (minute === cutAt) played.nowMs -= dayMs
        const up = minute < 20 || (minute < 60 ? minute % 5 < 3 : minute < 110)
        const observed = played.nowMs > START_MS + dayMs / 2 ? process : young
        played.step((book, nowMs) => book.observe(observed, up ? leak : [], nowMs))
        played.play(MINUTE, [], 10 * SECOND)
      }
      return played.messages
    }
    const plain = story(null)
    expect(plain.length).toBeGreaterThan(4)
    for (const cutAt of [1, 3, 6, 7, 15, 21, 24, 32, 50, 65, 100, 112, 125]) expect(story(cutAt)).toEqual(plain)
  })

  it('A16: says nothing twice and forgets nothing, whatever happens and wherever it is restarted', () => {
    fc.assert(
      fc.property(fc.oneof(storyOf(SILENCING), storyOf(SETTING_BACK)), (steps) => {
        const [plain, restarted] = [playSteps(steps, false), playSteps(steps, true)]
        expect(restarted.sent).toEqual(plain.sent)
        expect(restarted.book.alerts()).toEqual(plain.book.alerts())
        expect(restarted.book.groups()).toEqual(plain.book.groups())
        const ids = plain.sent.map(({ message }) => message.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 150 },
    )
  })

  it('A16: an episode begins with `firing`, and what was told is resolved once, at its end', () => {
    fc.assert(
      fc.property(storyOf([...SILENCING, ...SETTING_BACK]), (steps) => {
        const played = playSteps(steps, false)
        played.step((book, nowMs) => PROCESSES.forEach(({ id }) => book.forget(id, nowMs)))
        played.play(SECOND)
        for (const episode of new Set(played.sent.map((one) => one.episode))) {
          const kinds = played.sent.filter((one) => one.episode === episode).map(({ message }) => message.kind)
          expect(kinds[0]).toBe('firing')
          expect(kinds.filter((kind) => kind === 'firing')).toHaveLength(1)
          expect(kinds.indexOf('resolved')).toBe(kinds.length - 1)
        }
        expect(played.kept().groups).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('A16: makes the same messages with the same ids again when it ended before they were kept', () => {
    const played = new PlayedBook()
    played.play(90 * SECOND, [[one, leak]])
    const before = played.kept()
    played.play(SECOND, [[one, leak]])
    const again = new AlertBook(SETTINGS, before)
    again.tick(played.nowMs)
    expect(played.sent).toHaveLength(1)
    expect(again.take().messages).toEqual(played.sent)
  })

  it('A17: holds as many alerts as its settings say, and counts what finds no room', () => {
    const book = new AlertBook({ ...SETTINGS, maxAlerts: 2 })
    for (const instance of ['a', 'b', 'c']) book.observe(aProcess(instance), leak, START_MS)
    expect(book.alerts().map(({ instance }) => instance)).toEqual(['a', 'b'])
    expect(book.refused).toBe(1)
  })

  it('A17: remembers as many resolved alerts as its settings say, the newest', () => {
    const played = new PlayedBook({ settings: { ...SETTINGS, maxResolved: 2 } })
    for (const instance of ['a', 'b', 'c']) {
      played.play(2 * MINUTE, [[aProcess(instance), leak]], 5 * SECOND)
      played.play(6 * MINUTE, [[aProcess(instance), []]], 5 * SECOND)
    }
    expect(played.states).toEqual(['b resolved', 'c resolved'])
    expect(played.kept().alerts).toHaveLength(3)
  })

  it('A17: writes nothing down while nothing happens', () => {
    const played = new PlayedBook()
    played.play(2 * MINUTE, [[one, leak]])
    for (let second = 0; second < 100; second++) {
      played.nowMs += SECOND
      played.book.observe(one, leak, played.nowMs)
      played.book.tick(played.nowMs)
      const { clockMs: _clock, ...changes } = played.book.take()
      expect(Object.values(changes).flat()).toEqual([])
    }
  })

  it('A17: brings numbers up to date at most each half minute', () => {
    const played = new PlayedBook()
    const reasons = new Set<string | undefined>()
    for (let second = 0; second < 120; second++) {
      const flag = { ...leak[0], reason: `It grew for ${second} s.` } as (typeof leak)[number]
      played.play(SECOND, [[one, [flag]]])
      reasons.add(played.book.alerts()[0]?.reason)
    }
    expect([...reasons]).toEqual([0, 30, 60, 90].map((second) => `It grew for ${second} s.`))
  })

  it('A17: an alert that is gone and back within a millisecond is kept and not removed', () => {
    const book = new AlertBook(SETTINGS)
    book.observe(one, leak, START_MS)
    book.take()
    book.observe(one, [], START_MS)
    book.observe(one, leak, START_MS)
    const { alerts, removedAlerts } = book.take()
    expect([alerts.length, removedAlerts]).toEqual([1, []])
  })

  it('A13: knows of an annotation that came while the alert was pending', () => {
    let near: NearAnnotation | null = null
    const played = new PlayedBook({ near: () => near })
    played.play(30 * SECOND, [[one, leak]])
    near = { id: 7, title: 'gateway 1.4.2', kind: 'deploy', atMs: START_MS, beforeMs: 4 * MINUTE }
    played.play(2 * MINUTE, [[one, leak]])
    expect(played.sent[0]?.message.worst[0]?.near).toEqual(near)
  })

  it('answers in a sentence where there is no such alert, group or silence, or it is over', () => {
    const played = new PlayedBook()
    const ack = { by: 'ada', note: '' }
    expect(played.book.acknowledge('nothing', ack, START_MS)).toMatchObject({ ok: false, code: 'not_found' })
    expect(played.book.unacknowledge('nothing', START_MS)).toMatchObject({ ok: false, code: 'not_found' })
    expect(played.book.endSilence('nothing', START_MS)).toMatchObject({ ok: false, code: 'not_found' })
    expect(played.book.acknowledge('nothing', { by: '', note: '' }, START_MS)).toMatchObject({ code: 'bad_input' })
    played.play(2 * MINUTE, [[one, leak]])
    played.play(6 * MINUTE, [[one, []]])
    const id = played.book.alerts()[0]?.id ?? ''
    expect(played.book.acknowledge(id, ack, played.nowMs)).toMatchObject({ ok: false, code: 'bad_input' })
    expect(played.book.get('nothing')).toBeUndefined()
  })

  it('keeps who acknowledged, when and why, on the alert and in what is told of it', () => {
    const played = new PlayedBook()
    played.play(70 * SECOND, [[one, leak]])
    played.step((book, nowMs) => book.acknowledge(growth, { by: 'ada', note: 'mine' }, nowMs))
    played.play(MINUTE, [[one, leak]])
    const ack = { by: 'ada', note: 'mine', atMs: START_MS + 70 * SECOND }
    expect(played.book.alerts({ isAcknowledged: true })[0]?.ack).toEqual(ack)
    expect(played.sent[0]?.message.worst[0]?.ack).toEqual(ack)
  })

  it('ends the alerts of a rule that is switched off, and says so', () => {
    const played = new PlayedBook()
    played.play(2 * MINUTE, [[one, leak]])
    played.step((book) => book.setSettings({ ...SETTINGS, rulesOff: ['growth'] }))
    played.play(2 * MINUTE, [[one, leak]])
    expect(played.states).toEqual(['host-a/0 resolved'])
    expect(played.messages.at(-1)).toBe('12:02:01 resolved gateway: the rule growth was switched off, 1 alert ended')
  })
})
