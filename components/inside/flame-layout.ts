/** Where the boxes of a flame graph stand: a plain core, in shares of the width. */
import type { ProfileFlame } from '../../lib/protocol/profile-answer'

export interface FlameBox {
  /** Of the tree's path: `0.2.1`; the root is the empty text. */
  path: string
  node: ProfileFlame
  depth: number
  /** From 0 to 1. */
  from: number
  share: number
}

export interface FlameLayout {
  boxes: FlameBox[]
  depth: number
  /** Boxes too narrow to be seen, and all above them. */
  leftOut: number
}

/** Nobody sees more, and every box costs. */
const MOST_BOXES = 2_000

/** What is under `zoom` over the whole width; boxes below `leastShare` of it are left out. */
export function layFlame(root: ProfileFlame, zoom: string, leastShare: number): FlameLayout {
  const top = flameAt(root, zoom) ?? root
  const layout: FlameLayout = { boxes: [], depth: 0, leftOut: 0 }
  const whole = Math.max(1, top.grownBytes)
  const waiting: FlameBox[] = [{ path: top === root ? '' : zoom, node: top, depth: 0, from: 0, share: 1 }]
  for (let box = waiting.shift(); box; box = waiting.shift()) {
    if (layout.boxes.length >= MOST_BOXES || box.share < leastShare) {
      layout.leftOut += 1
      continue
    }
    layout.boxes.push(box)
    layout.depth = Math.max(layout.depth, box.depth + 1)
    let { from } = box
    for (const [at, node] of box.node.children.entries()) {
      const share = node.grownBytes / whole
      waiting.push({ path: pathOf(box.path, at), node, depth: box.depth + 1, from, share })
      from += share
    }
  }
  return layout
}

export function flameAt(root: ProfileFlame, path: string): ProfileFlame | null {
  let node: ProfileFlame | undefined = root
  for (const step of stepsOf(path)) node = node?.children[step]
  return node ?? null
}

export type FlameMove = 'up' | 'down' | 'left' | 'right'

/** Where an arrow key leads from a box: down to its widest child, up to its parent, aside to its neighbours. Stays where nothing is. */
export function moveFlame(boxes: readonly FlameBox[], path: string, move: FlameMove): string {
  const here = boxes.find((box) => box.path === path) ?? boxes[0]
  if (!here) return path
  switch (move) {
    case 'down':
      return boxes.find((box) => box.depth === here.depth + 1 && parentOf(box.path) === here.path)?.path ?? here.path
    case 'up':
      return boxes.find((box) => box.path === parentOf(here.path) && box !== here)?.path ?? here.path
    case 'left':
    case 'right': {
      const row = boxes.filter(({ depth }) => depth === here.depth).toSorted((a, b) => a.from - b.from)
      return row[row.indexOf(here) + (move === 'left' ? -1 : 1)]?.path ?? here.path
    }
    default:
      return move satisfies never
  }
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

function pathOf(parent: string, at: number): string {
  return parent === '' ? `${at}` : `${parent}.${at}`
}

function stepsOf(path: string): number[] {
  return path === '' ? [] : path.split('.').map(Number)
}
