/**
 * What grew between two profiles, by the line of code that is to blame: bytes that a library or the runtime allocated count for
 * the nearest frame of the program's own that called it. `setTimeout` allocates in `node:internal/timers`; the leak is where it was called.
 */
import type { CallSite, CodeOrigin, OriginOf } from './call-site'
import { type FlameNode, flameTree } from './flame-tree'
import { type MergedTree, mergeProfiles } from './merged-tree'
import type { HeapProfile } from './parse-profile'

/** Live bytes, as estimated from samples. */
export interface Change {
  beforeBytes: number
  afterBytes: number
  grownBytes: number
}

export interface SiteGrowth {
  site: CallSite
  /** What it allocated itself, or had allocated for it by code that is not the program's own. */
  self: Change
  /** All that was allocated while it was on the stack. */
  total: Change
  /** Of its most grown stack, from where the bytes were allocated outwards. */
  stack: CallSite[]
}

export interface ProfileDifference {
  /** Without what the agent takes itself. */
  total: Change
  /** What Tidemark's agent takes, which is in none of the rows and not in the flame graph. */
  agent: Change
  /** Most grown first. */
  rows: SiteGrowth[]
  /** How many sites are not among the rows. */
  leftOut: number
  flame: FlameNode
}

export interface DifferenceOptions {
  /** Default 200. */
  maxRows?: number
  originOf?: OriginOf
}

const MAX_ROWS = 200

export function profileDifference(
  before: HeapProfile | null,
  after: HeapProfile,
  { maxRows = MAX_ROWS, originOf }: DifferenceOptions = {},
): ProfileDifference {
  const tree = mergeProfiles(before, after, originOf)
  const blamed = tree.siteOf.map((_, node) => blamedNode(tree, node))
  const agent = takeOutAgent(tree, blamed)
  const sums = sumBySite(tree, blamed)
  // What is left of the agent's is what it called of the program's.
  const rows = [...sums.values()]
    .filter(({ site }) => tree.sites[site]?.origin !== 'agent')
    .sort((a, b) => b.self.grownBytes - a.self.grownBytes)
  return {
    total: change(total(tree.beforeBytes), total(tree.afterBytes)),
    agent,
    rows: rows.slice(0, maxRows).map(({ site, self, total: all, worst }) => ({
      site: tree.sites[site] as CallSite,
      self,
      total: all,
      stack: stackOf(tree, worst.node),
    })),
    leftOut: Math.max(0, rows.length - maxRows),
    flame: flameTree(tree),
  }
}

interface SiteSum {
  site: number
  self: Change
  total: Change
  worst: { node: number; grownBytes: number }
}

/** Who watches is no leak of the program: its bytes are summed up, and set to 0 in the tree. */
function takeOutAgent(tree: MergedTree, blamed: readonly number[]): Change {
  const sum = change(0, 0)
  blamed.forEach((by, node) => {
    if (tree.sites[tree.siteOf[by] ?? 0]?.origin !== 'agent') return
    add(sum, tree.beforeBytes[node] ?? 0, tree.afterBytes[node] ?? 0)
    tree.beforeBytes[node] = 0
    tree.afterBytes[node] = 0
  })
  return sum
}

function sumBySite(tree: MergedTree, blamed: readonly number[]): Map<number, SiteSum> {
  const sums = new Map<number, SiteSum>()
  /** The last node for which a site was added to: a function that calls itself is on a stack more than once, and counts once. */
  const countedFor = new Map<number, number>()
  tree.siteOf.forEach((_, node) => {
    const before = tree.beforeBytes[node] ?? 0
    const after = tree.afterBytes[node] ?? 0
    if (before === 0 && after === 0) return
    const row = sumOf(sums, tree.siteOf[blamed[node] ?? 0] ?? 0, node)
    add(row.self, before, after)
    if (after - before > row.worst.grownBytes) row.worst = { node, grownBytes: after - before }
    for (let at = node; at > 0 || at === node; at = tree.parents[at] ?? -1) {
      const site = tree.siteOf[blamed[at] ?? 0] ?? 0
      if (countedFor.get(site) === node) continue
      countedFor.set(site, node)
      add(sumOf(sums, site, node).total, before, after)
    }
  })
  return sums
}

function sumOf(sums: Map<number, SiteSum>, site: number, node: number): SiteSum {
  const known = sums.get(site)
  if (known !== undefined) return known
  const sum = { site, self: change(0, 0), total: change(0, 0), worst: { node, grownBytes: -Infinity } }
  sums.set(site, sum)
  return sum
}

/** What a package allocates for the agent is the agent's. */
const BLAME: readonly CodeOrigin[] = ['own', 'agent', 'package', 'runtime', 'native']

/** The nearest frame of the program's own; where there is none, of the agent, else of a package, else of the runtime; else the frame itself. */
function blamedNode(tree: MergedTree, node: number): number {
  let blamed = node
  let rank = BLAME.length
  for (let at = node; at >= 0 && rank > 0; at = tree.parents[at] ?? -1) {
    const found = BLAME.indexOf(tree.sites[tree.siteOf[at] ?? 0]?.origin ?? 'native')
    if (found >= rank) continue
    blamed = at
    rank = found
  }
  return blamed
}

function stackOf(tree: MergedTree, node: number): CallSite[] {
  const stack: CallSite[] = []
  for (let at = node; (tree.parents[at] ?? -1) >= 0; at = tree.parents[at] ?? -1)
    stack.push(tree.sites[tree.siteOf[at] ?? 0] as CallSite)
  return stack
}

function change(beforeBytes: number, afterBytes: number): Change {
  return { beforeBytes, afterBytes, grownBytes: afterBytes - beforeBytes }
}

function add(sum: Change, before: number, after: number): void {
  sum.beforeBytes += before
  sum.afterBytes += after
  sum.grownBytes += after - before
}

function total(bytes: number[]): number {
  return bytes.reduce((sum, value) => sum + value, 0)
}
