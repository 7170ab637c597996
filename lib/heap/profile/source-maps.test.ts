import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { madeProfile } from '../testing/made-profile'
import { parseHeapProfile } from './parse-profile'
import { applySourceMaps } from './source-maps'

const SOURCE = `type Id = string

interface Session { id: Id }

const sessions: Session[] = []
export function onConnect(id: Id): void {
  sessions.push({ id })
}
`

/** Compiled for real: the types go, and the function is on another line. */
function compiled(): { map: string; line: number } {
  const { outputFiles } = buildSync({
    stdin: { contents: SOURCE, sourcefile: 'gateway.ts', loader: 'ts' },
    sourcemap: 'external',
    outfile: '/srv/dist/gateway.js',
    write: false,
  })
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return {
    map: text('.map'),
    line:
      text('.js')
        .split('\n')
        .findIndex((row) => row.includes('function onConnect')) + 1,
  }
}

describe('source maps', () => {
  it('tell a call site of compiled code as the place in its source', () => {
    const { map, line } = compiled()
    const profile = parseHeapProfile(
      madeProfile([{ stack: [`onConnect file:///srv/dist/gateway.js:${line}`], bytes: 1 }]),
    )
    const { profile: mapped, faults } = applySourceMaps(profile, () => ({
      json: map,
      url: 'file:///srv/dist/gateway.js.map',
    }))
    expect(line).not.toBe(6)
    expect(faults).toEqual([])
    expect(mapped.sites[1]).toMatchObject({ functionName: 'onConnect', line: 6, origin: 'own' })
    expect(mapped.sites[1]?.url).toMatch(/^file:\/\/\/.*gateway\.ts$/u)
  })

  it('are asked for once a script, never for the runtime, and leave a site alone that they do not know', () => {
    const stack = ['a file:///srv/a.js:1', 'b file:///srv/a.js:2', 'c node:net:3']
    const asked: string[] = []
    const profile = parseHeapProfile(madeProfile([{ stack, bytes: 1 }]))
    const { profile: mapped } = applySourceMaps(profile, (url) => {
      asked.push(url)
      return null
    })
    expect(asked).toEqual(['file:///srv/a.js'])
    expect(mapped.sites).toEqual(profile.sites)
  })

  it('that cannot be read are told in one sentence, and the compiled place stays', () => {
    const profile = parseHeapProfile(madeProfile([{ stack: ['a file:///srv/a.js:1'], bytes: 1 }]))
    const { profile: mapped, faults } = applySourceMaps(profile, () => ({ json: '{"version":', url: '' }))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain('The source map of file:///srv/a.js cannot be read: ')
    expect(mapped.sites).toEqual(profile.sites)
  })
})
