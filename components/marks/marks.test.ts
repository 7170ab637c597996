import { describe, expect, it } from 'vitest'
import type { AnnotationKind } from '../../lib/protocol/annotations'
import { clusterWords, gather, kindOf, marksOf, type Mark } from './marks'

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
})
