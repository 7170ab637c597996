import { describe, expect, it } from 'vitest'
import type { AgentEvent } from '../../lib/protocol/agent-wire'
import type { AnnotationKind } from '../../lib/protocol/annotations'
import type { EventLevel } from '../../lib/protocol/vocabulary'
import { clusterWords, foremost, gather, kindOf, marksOf, marksOfEvents, type Mark } from './marks'

const NOW = new Date(2026, 10, 21, 14, 30).getTime()
const second = (n: number) => NOW + n * 1_000

function mark(n: number, kind: AnnotationKind = 'restart', title = `number ${n}`): Mark {
  return { key: `m${n}`, atMs: second(n), kind, title }
}

const keysOf = (marks: Mark[], fromMs: number) =>
  gather(marks, 10_000, fromMs, fromMs + 100_000).map((cluster) => cluster.marks.map(({ key }) => key))

describe('marks', () => {
  it('that are close are one, and those beyond the first one’s reach are the next', () => {
    expect(keysOf([mark(0), mark(4), mark(9), mark(12), mark(40)], NOW)).toEqual([['m0', 'm4', 'm9'], ['m12'], ['m40']])
  })

  it('stay together while the window moves over them', () => {
    const marks = [mark(0), mark(4), mark(9), mark(12), mark(40)]
    expect(keysOf(marks, second(0))[1]).toEqual(['m12'])
    expect(keysOf(marks, second(1))).toEqual([['m12'], ['m40']])
  })

  it('outside of the window are left out', () => {
    expect(gather([mark(0), mark(200)], 1_000, second(1), second(100))).toEqual([])
  })

  it('lend a cluster the shape of what matters most', () => {
    const [cluster] = gather([mark(0), mark(1, 'deploy'), mark(2, 'note')], 10_000, NOW, second(60))
    expect(cluster && kindOf(cluster)).toBe('deploy')
  })

  it('are spoken with kind, title, time and author', () => {
    const [one] = marksOf([
      { id: 7, atMs: second(11), kind: 'deploy', title: 'gateway 1.4.2', author: 'Ann', createdMs: NOW },
    ])
    const [cluster] = gather(one ? [one] : [], 1_000, NOW, second(60))
    expect(cluster && clusterWords(cluster, NOW)).toBe('deploy gateway 1.4.2, 14:30:11, by Ann')
  })

  it('are spoken three at most', () => {
    const [cluster] = gather(
      [0, 1, 2, 3, 4].map((n) => mark(n)),
      10_000,
      NOW,
      second(60),
    )
    const words = cluster ? clusterWords(cluster, NOW) : ''
    expect(words).toMatch(/^5 marks: restart number 0, 14:30:00; .*; and 2 more$/u)
    expect(words).not.toContain('number 3')
  })

  it('that matter most are spoken and shown where there is no room for all, as they came', () => {
    const events = marksOfEvents(
      [0, 1, 2, 3].map((n) => ({ atMs: second(n), type: 'log', level: 'warn', message: `m${n}` })),
    )
    const all = [...events, mark(5, 'note', 'cache off'), mark(6, 'deploy', 'gateway 1.4.2')]
    expect(foremost(all, 3).map(({ title }) => title)).toEqual(['log: m0', 'cache off', 'gateway 1.4.2'])
    expect(foremost(all, 6)).toEqual(all)
    const [cluster] = gather(all, 10_000, NOW, second(60))
    expect(cluster && clusterWords(cluster, NOW)).toBe(
      '6 marks: event log: m0, 14:30:00; note cache off, 14:30:05; deploy gateway 1.4.2, 14:30:06; and 3 more',
    )
    expect(cluster && kindOf(cluster)).toBe('deploy')
  })
})

describe('events', () => {
  const event = (n: number, type: string, level: EventLevel, message = 'it did') =>
    ({ atMs: second(n), type, level, message }) satisfies AgentEvent

  it('are marks where the clock moved and where they warn; what only informs is no mark, nor a deploy, which is one already', () => {
    const events = [
      event(0, 'cleanup', 'info'),
      event(1, 'clock-moved', 'warn', 'the clock moved by +1 h'),
      event(2, 'rejected', 'warn', 'a client too many'),
      event(3, 'caller-died', 'error'),
      event(4, 'log', 'debug'),
      event(5, 'deploy', 'error'),
    ]
    expect(marksOfEvents(events).map(({ atMs, kind, title }) => [atMs, kind, title])).toEqual([
      [second(1), 'clock', 'the clock moved by +1 h'],
      [second(2), 'event', 'rejected: a client too many'],
      [second(3), 'event', 'caller-died: it did'],
    ])
  })

  it('of one time and type are marks of their own, and keep their keys when a newer one comes', () => {
    const two = [event(1, 'log', 'warn', 'a'), event(1, 'log', 'warn', 'b')]
    const keys = marksOfEvents(two).map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
    expect(marksOfEvents([...two, event(2, 'log', 'warn')]).map(({ key }) => key)).toEqual([
      ...keys,
      expect.any(String),
    ])
  })

  it('lend a cluster their shape only where there is nothing else', () => {
    const shapeOf = (...marks: Mark[]) => gather(marks, 10_000, NOW, second(60)).map(kindOf)
    const events = marksOfEvents([event(1, 'log', 'warn'), event(2, 'log', 'error')])
    expect(shapeOf(...events)).toEqual(['event'])
    expect(shapeOf(...events, mark(3, 'collection'))).toEqual(['collection'])
    expect(shapeOf(...events, ...marksOfEvents([event(4, 'clock-moved', 'warn')]), mark(5, 'capture'))).toEqual([
      'clock',
    ])
  })
})
