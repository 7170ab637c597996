/** The stacks that grew, as a tree for a flame graph: the width of a node is what grew in it and below. */
import type { CallSite } from './call-site'
import type { MergedTree } from './merged-tree'

export interface FlameNode {
  site: CallSite
  /** What grew here and below; what shrank is left out, so that children never add up to more than their parent. */
  grownBytes: number
  selfGrownBytes: number
  /** Alive here and below, at the first and at the second profile. */
  beforeBytes: number
  afterBytes: number
  /** Widest first. */
  children: FlameNode[]
}

/** A picture has no room for more. */
const MAX_NODES = 2_000
/** Of the whole: narrower than a pixel. */
const MIN_SHARE = 0.0005

export function flameTree(tree: MergedTree, maxNodes = MAX_NODES): FlameNode {
  const nodes = sumUp(tree)
  const root = nodes[0] as FlameNode
  // The widest nodes stay. A parent is never narrower than its child, so what stays is one tree.
  const widest = nodes
    .map((node, at) => ({ node, at }))
    .filter(({ node }) => node.grownBytes > root.grownBytes * MIN_SHARE)
    .sort((a, b) => b.node.grownBytes - a.node.grownBytes || a.at - b.at)
    .slice(0, maxNodes)
  for (const { node, at } of widest) {
    const parent = tree.parents[at] ?? -1
    if (parent >= 0) nodes[parent]?.children.push(node)
  }
  return root
}

function sumUp(tree: MergedTree): FlameNode[] {
  const nodes = tree.siteOf.map((site, at): FlameNode => {
    const beforeBytes = tree.beforeBytes[at] ?? 0
    const afterBytes = tree.afterBytes[at] ?? 0
    const selfGrownBytes = Math.max(0, afterBytes - beforeBytes)
    const grownBytes = selfGrownBytes
    return { site: tree.sites[site] as CallSite, grownBytes, selfGrownBytes, beforeBytes, afterBytes, children: [] }
  })
  for (let at = nodes.length - 1; at > 0; at -= 1) {
    const node = nodes[at] as FlameNode
    const parent = nodes[tree.parents[at] ?? 0] as FlameNode
    parent.grownBytes += node.grownBytes
    parent.beforeBytes += node.beforeBytes
    parent.afterBytes += node.afterBytes
  }
  return nodes
}
