/** The house of the design, executed: who may import whom, and who may know which package. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Room → the rooms that it may import, besides itself. A room is a top folder, or a folder of `lib`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/protocol': [],
  'lib/growth': ['lib/protocol'],
  'lib/rules': ['lib/protocol'],
  'lib/alerts': ['lib/protocol', 'lib/rules', 'lib/format'],
  // A run is measured by the detector's own gate, slope and words: one estimate of a slope, and one way to say it.
  'lib/investigations': ['lib/protocol', 'lib/growth'],
  // What changed from one stretch of time to the next, and how much that is to be wondered at.
  'lib/changes': ['lib/protocol'],
  // What the dashboard says, in each of its languages; metrics are described in the protocol.
  'lib/words': ['lib/protocol'],
  'lib/format': ['lib/protocol', 'lib/words'],
  'lib/heap': ['lib/protocol'],
  // When things are done; what it needs of the loop is said there once.
  'lib/timing': [],
  'lib/history': ['lib/protocol', 'lib/timing'],
  'lib/ingest': ['lib/protocol'],
  'lib/hub': [
    'lib/protocol',
    'lib/growth',
    'lib/rules',
    'lib/alerts',
    'lib/investigations',
    'lib/changes',
    'lib/format',
    'lib/heap',
    'lib/history',
    'lib/ingest',
    'lib/timing',
  ],
  cli: [
    'agent',
    'lib/protocol',
    'lib/growth',
    'lib/rules',
    'lib/alerts',
    'lib/investigations',
    'lib/format',
    'lib/heap',
    'lib/history',
    'lib/ingest',
    'lib/hub',
    // A program that `tidemark run` starts is given one.
    'agent',
  ],
  'lib/client': ['lib/protocol', 'lib/format', 'lib/words'],
  components: ['lib/client', 'lib/format', 'lib/protocol', 'lib/words'],
  app: ['components'],
  agent: ['lib/protocol'],
  examples: ['agent'],
}

/** Packages that only one place may know, so that exchanging one touches one place. */
const ONLY_IN: Record<string, readonly string[]> = {
  'better-sqlite3': ['lib/history/sqlite/'],
  fastify: ['lib/hub/'],
  'socket.io': ['lib/hub/', 'lib/ingest/'],
  'socket.io-client': ['lib/client/', 'agent/link.ts', 'cli/load/'],
  'prom-client': ['lib/hub/'],
  pino: ['lib/hub/'],
  recharts: ['components/'],
  cmdk: ['components/palette/'],
  zustand: ['lib/client/'],
  react: ['app/', 'components/', 'lib/client/'],
  next: ['app/', 'components/'],
  commander: ['cli/'],
  '@lingui/core': ['lib/words/'],
  '@lingui/message-utils': ['lib/words/'],
  nodemailer: ['lib/hub/notify/'],
  'openid-client': ['lib/hub/oidc/'],
  'ipaddr.js': ['lib/hub/notify/', 'lib/hub/access/'],
  'lru-cache': ['agent/bounded/'],
}

/** Domain code is given its time and its settings; it reads neither a clock nor the environment. */
const TIMELESS = [
  'lib/protocol',
  'lib/growth',
  'lib/rules',
  'lib/alerts',
  'lib/investigations',
  'lib/changes',
  'lib/format',
]
const HIDDEN_INPUT = /\bDate\.now\(|\bperformance\.now\(|\bset(?:Timeout|Interval)\(|\bprocess\.env\b|\bnew Date\(\)/u

const SKIPPED = new Set(['node_modules', 'dist', 'out', '.next', '.git'])

function codeFiles(folder: string): string[] {
  const full = join(root, folder)
  if (!existsSync(full)) return []
  return readdirSync(full).flatMap((name) => {
    if (SKIPPED.has(name)) return []
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return codeFiles(path)
    return /\.tsx?$/u.test(name) ? [path] : []
  })
}

/** Tests may reach across rooms to try real parts; the product may not. */
const isProduct = (file: string) => !/\.test\.tsx?$/u.test(file) && !/(?:^|\/)testing\//u.test(file)
const product = ['lib', 'agent', 'components', 'app', 'cli', 'examples'].flatMap(codeFiles).filter(isProduct)

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /(?:^|[;\s])(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gu,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? '')
}

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/')
  return top === 'lib' ? `lib/${second}` : top
}

/** The room that an import leads to, or `null` for a package. */
function target(file: string, specifier: string): string | null {
  if (specifier === '@tidemark/agent' || specifier.startsWith('@tidemark/agent/')) return 'agent'
  if (!specifier.startsWith('.')) return null
  return roomOf(relative(root, join(root, dirname(file), specifier)))
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/')
  return specifier.startsWith('@') ? `${scope}/${name}` : scope
}

describe('the house', () => {
  it('has imports to look at', () => {
    expect(product.length).toBeGreaterThan(10)
    expect(product.flatMap(importsOf).length).toBeGreaterThan(20)
  })

  it('has a line in the table for every room', () => {
    const rooms = [...new Set(product.map(roomOf))]
    expect(rooms.filter((room) => !(room in MAY_IMPORT))).toEqual([])
  })

  it('has arrows that go only where the table lets them', () => {
    const wrong = product.flatMap((file) => {
      const from = roomOf(file)
      return importsOf(file).flatMap((specifier) => {
        const to = target(file, specifier)
        const isAllowed = to === null || to === from || (MAY_IMPORT[from] ?? []).includes(to)
        return isAllowed ? [] : [`${file} imports ${specifier}`]
      })
    })
    expect(wrong).toEqual([])
  })

  it('knows each of these packages in its own place only', () => {
    const wrong = product.flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const places = specifier.startsWith('.') ? undefined : ONLY_IN[packageOf(specifier)]
        return !places || places.some((place) => file.startsWith(place)) ? [] : [`${file} imports ${specifier}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('gives domain code its time and its settings', () => {
    const wrong = product
      .filter((file) => TIMELESS.includes(roomOf(file)))
      .filter((file) => HIDDEN_INPUT.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).toEqual([])
  })
})
