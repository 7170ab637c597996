/** Which call sites are those of Tidemark's agent, wherever it lies in the program. */
import { originOf } from './call-site'
import type { HeapProfile } from './parse-profile'
import { applySourceMaps, type SourceMapOf } from './source-maps'

/** A place in the agent's code before source maps, and whether the whole file is the agent's. Lines and columns from 1. */
export interface KnownPlace {
  url: string
  line: number
  column: number
  isWhole: boolean
}

const SOURCE = /\/commands\/own-place\.ts$/u

/**
 * `profile`: with its source maps applied. The agent is one file: as it was shipped, or, where it was bundled into the program,
 * the source that the map names for its place. Where there is no such map it cannot be told from the program.
 */
export function withAgentSites(profile: HeapProfile, place: KnownPlace, mapOf: SourceMapOf): HeapProfile {
  const url = agentFile(place, mapOf)
  if (url === null) return profile
  // Bundled from its sources it is a folder, in which its place has a known name.
  const folder = SOURCE.test(url) ? url.replace(SOURCE, '/') : null
  const isAgent = (of: string) => of === url || (folder !== null && of.startsWith(folder))
  const sites = profile.sites.map((site) => (isAgent(site.url) ? { ...site, origin: 'agent' as const } : site))
  return { ...profile, sites }
}

function agentFile({ url, line, column, isWhole }: KnownPlace, mapOf: SourceMapOf): string | null {
  const site = { functionName: '', url, line, column, origin: originOf(url) }
  const bare = { sites: [site], parents: Int32Array.of(-1), selfBytes: Float64Array.of(0) }
  const mapped = applySourceMaps(bare, mapOf).profile.sites[0]?.url ?? url
  return mapped !== url || isWhole ? mapped : null
}
