import { describe, expect, it } from 'vitest'
import type { ProfileFlame } from '../../lib/protocol/profile-answer'
import { flameAt, layFlame, moveFlame, parentOf } from './flame-layout'

function flame(functionName: string, grownBytes: number, children: ProfileFlame[] = []): ProfileFlame {
  const site = { functionName, url: '', line: null, column: null, origin: 'own' as const }
  return { site, grownBytes, selfGrownBytes: grownBytes, beforeBytes: 0, afterBytes: grownBytes, children }
}

const root = flame('root', 100, [
  flame('wide', 70, [flame('a', 40), flame('b', 30)]),
  flame('narrow', 30, [flame('c', 10)]),
])
const nameAt = (path: string) => flameAt(root, path)?.site.functionName

describe('a flame graph', () => {
  it('gives each box its share of what grew, beside its neighbours and below its parent', () => {
    const { boxes, depth } = layFlame(root, '', 0)
    const told = boxes.map(({ node, depth: row, from, share }) => [node.site.functionName, row, from, share])
    expect(told).toEqual([
      ['root', 0, 0, 1],
      ['wide', 1, 0, 0.7],
      ['narrow', 1, 0.7, 0.3],
      ['a', 2, 0, 0.4],
      ['b', 2, 0.4, 0.3],
      ['c', 2, 0.7, 0.1],
    ])
    expect(depth).toBe(3)
  })

  it('shows what it is zoomed to over the whole width', () => {
    const { boxes } = layFlame(root, '1', 0)
    expect(boxes.map(({ node, share }) => [node.site.functionName, share])).toEqual([
      ['narrow', 1],
      ['c', 10 / 30],
    ])
  })

  it('leaves out what is too narrow to be seen, and counts it', () => {
    const { boxes, leftOut } = layFlame(root, '', 0.2)
    expect(boxes.map(({ node }) => node.site.functionName)).not.toContain('c')
    expect(leftOut).toBe(1)
  })

  it('draws no more boxes than it has room for, however many there are', () => {
    const many = flame(
      'root',
      5_000,
      Array.from({ length: 5_000 }, (_, at) => flame(`${at}`, 1)),
    )
    const { boxes, leftOut } = layFlame(many, '', 0)
    expect(boxes).toHaveLength(2_000)
    expect(leftOut).toBe(3_001)
  })

  it('is walked by arrow keys, and stays where nothing is', () => {
    const { boxes } = layFlame(root, '', 0)
    const walk = (...moves: Parameters<typeof moveFlame>[2][]) =>
      nameAt(moves.reduce((path, move) => moveFlame(boxes, path, move), ''))
    expect(walk('down')).toBe('wide')
    expect(walk('down', 'right', 'down')).toBe('c')
    expect(walk('down', 'right', 'down', 'left')).toBe('b')
    expect(walk('down', 'down', 'down')).toBe('a')
    expect(walk('down', 'up', 'up')).toBe('root')
    expect(walk('left')).toBe('root')
  })

  it('knows the parent of a box', () => {
    expect(parentOf('1.2.3')).toBe('1.2')
    expect(parentOf('1')).toBe('')
  })
})
