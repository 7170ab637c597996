import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { madeProfile } from '../testing/made-profile'
import { withAgentSites } from './agent-sites'
import { parseHeapProfile } from './parse-profile'
import { applySourceMaps, type SourceMapOf } from './source-maps'

const noMap: SourceMapOf = () => null

/** The map of a program that the agent was bundled into, compiled for real. */
function bundleMap(): string {
  const { outputFiles } = buildSync({
    stdin: { contents: 'export function sample() { return [Date.now()] }', sourcefile: 'agent.js', loader: 'js' },
    sourcemap: 'external',
    outfile: '/srv/dist/gateway.js',
    write: false,
  })
  return outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? ''
}

describe("the agent's call sites", () => {
  const origins = (sites: { functionName: string; origin: string }[]) =>
    sites.map(({ functionName, origin }) => [functionName, origin])

  it('are all those of its file, where it lies in the program as it was shipped, wherever that is', () => {
    const url = '/srv/vendor/agent/dist/index.cjs'
    const profile = parseHeapProfile(madeProfile([{ stack: ['serve /srv/main.js:3', `take ${url}:1`], bytes: 8 }]))
    const place = { url, line: 1, column: 900, isWhole: true }
    expect(origins(withAgentSites(profile, place, noMap).sites).slice(1)).toEqual([
      ['serve', 'own'],
      ['take', 'agent'],
    ])
  })

  it('are those that the source map says are of its source, where it was bundled into the program', () => {
    const url = '/srv/dist/gateway.js'
    const mapOf: SourceMapOf = (wanted) =>
      wanted === url ? { json: bundleMap(), url: 'file:///srv/dist/gateway.js.map' } : null
    const raw = parseHeapProfile(madeProfile([{ stack: ['other /srv/other.js:1', `sample ${url}:1`], bytes: 8 }]))
    const { profile } = applySourceMaps(raw, mapOf)
    const marked = withAgentSites(profile, { url, line: 1, column: 1, isWhole: false }, mapOf)
    expect(origins(marked.sites).slice(1)).toEqual([
      ['other', 'own'],
      ['sample', 'agent'],
    ])
  })

  it('are those of a folder, where it was bundled from its sources', () => {
    const url = 'file:///srv/agent/commands/own-place.ts'
    const stack = ['serve file:///srv/main.ts:3', 'send file:///srv/agent/link.ts:115']
    const profile = parseHeapProfile(madeProfile([{ stack, bytes: 8 }]))
    const place = { url, line: 1, column: 1, isWhole: true }
    expect(origins(withAgentSites(profile, place, noMap).sites).slice(1)).toEqual([
      ['serve', 'own'],
      ['send', 'agent'],
    ])
  })

  it('are not told from the program where one file holds both and no map tells them apart', () => {
    const url = '/srv/dist/gateway.js'
    const profile = parseHeapProfile(madeProfile([{ stack: [`serve ${url}:3`], bytes: 8 }]))
    expect(withAgentSites(profile, { url, line: 1, column: 1, isWhole: false }, noMap)).toBe(profile)
  })
})
