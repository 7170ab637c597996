/** Call sites of what was compiled, told as places in its sources. */
import { LEAST_UPPER_BOUND, TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { type CallSite, originOf } from './call-site'
import type { HeapProfile } from './parse-profile'

/** A map as JSON, and where it lies: its sources are named from there. */
export interface SourceMapText {
  json: string
  url: string
}

/** Whoever calls reads the files: answers the map of a script by its address, or `null` where it has none. */
export type SourceMapOf = (url: string) => SourceMapText | null

/** The profile with its sites mapped. `faults` has a sentence for each map that could not be read; its script stays as it was. */
export function applySourceMaps(profile: HeapProfile, mapOf: SourceMapOf): { profile: HeapProfile; faults: string[] } {
  const faults: string[] = []
  const maps = new Map<string, TraceMap | null>()
  const sites = profile.sites.map((site) => {
    if (site.line === null || site.origin === 'runtime') return site
    let map = maps.get(site.url)
    if (map === undefined) {
      map = readMap(site.url, mapOf, faults)
      maps.set(site.url, map)
    }
    return map === null ? site : mapSite(site, map)
  })
  return { profile: { ...profile, sites }, faults }
}

function readMap(url: string, mapOf: SourceMapOf, faults: string[]): TraceMap | null {
  const text = mapOf(url)
  if (text === null) return null
  try {
    return new TraceMap(text.json, text.url)
  } catch (error) {
    faults.push(`The source map of ${url} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

/** A function begins at its parameters, which not every compiler maps: then what follows on the line says where it came from. */
function mapSite(site: CallSite, map: TraceMap): CallSite {
  const at = { line: site.line ?? 1, column: (site.column ?? 1) - 1 }
  const before = originalPositionFor(map, at)
  const found = before.source === null ? originalPositionFor(map, { ...at, bias: LEAST_UPPER_BOUND }) : before
  if (found.source === null) return site
  return {
    functionName: found.name ?? site.functionName,
    url: found.source,
    line: found.line,
    column: found.column + 1,
    origin: originOf(found.source),
  }
}
