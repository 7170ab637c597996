/** Two profiles laid over each other: one tree of call sites, with the bytes of each. */
import { type CallSite, type OriginOf, siteKey } from './call-site'
import type { HeapProfile } from './parse-profile'

/** Each node after its parent; node 0 is the root, whose parent is -1. */
export interface MergedTree {
  /** The distinct sites; `siteOf` points into it. */
  sites: CallSite[]
  siteOf: number[]
  parents: number[]
  beforeBytes: number[]
  afterBytes: number[]
}

/** `before` is `null` where there is nothing to compare with: all that is alive has then grown from 0. */
export function mergeProfiles(before: HeapProfile | null, after: HeapProfile, originOf?: OriginOf): MergedTree {
  const merging = new Merging(originOf)
  if (before !== null) merging.add(before, merging.tree.beforeBytes)
  merging.add(after, merging.tree.afterBytes)
  return merging.tree
}

class Merging {
  readonly tree: MergedTree = { sites: [], siteOf: [], parents: [], beforeBytes: [], afterBytes: [] }
  private readonly siteIndex = new Map<string, number>()
  /** For each node, its children by site: call sites are the same ones in both profiles, nodes are not. */
  private readonly children: Map<number, number>[] = []
  private root = -1

  constructor(private readonly originOf: OriginOf | undefined) {}

  add(profile: HeapProfile, bytes: number[]): void {
    const nodeOf = new Int32Array(profile.sites.length)
    profile.sites.forEach((site, at) => {
      const parent = profile.parents[at] ?? -1
      const node = this.node(parent < 0 ? -1 : (nodeOf[parent] ?? 0), this.site(site))
      nodeOf[at] = node
      bytes[node] = (bytes[node] ?? 0) + (profile.selfBytes[at] ?? 0)
    })
  }

  private site(site: CallSite): number {
    const key = siteKey(site)
    const known = this.siteIndex.get(key)
    if (known !== undefined) return known
    this.siteIndex.set(key, this.tree.sites.length)
    const origin = this.originOf === undefined || site.url === '' ? site.origin : this.originOf(site.url)
    return this.tree.sites.push({ ...site, origin }) - 1
  }

  private node(parent: number, site: number): number {
    const known = parent < 0 ? this.root : this.children[parent]?.get(site)
    if (known !== undefined && known >= 0) return known
    const { siteOf, parents, beforeBytes, afterBytes } = this.tree
    const node = siteOf.push(site) - 1
    parents.push(parent)
    beforeBytes.push(0)
    afterBytes.push(0)
    this.children.push(new Map())
    if (parent < 0) this.root = node
    else this.children[parent]?.set(site, node)
    return node
  }
}
