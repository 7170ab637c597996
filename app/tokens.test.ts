import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const SCHEMES = ['light', 'dark'] as const
type Scheme = (typeof SCHEMES)[number]

/** Every colour token with its two values. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/gu)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string, scheme: Scheme): number {
  const [a = 0, b = 0] = [one, other].map((name) => {
    const token = tokens.get(name)
    if (!token) throw new Error(`there is no token --${name}`)
    return luminance(token[scheme])
  })
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

type Pair = readonly [over: string, under: string]
const across = (overs: readonly string[], unders: readonly string[]): Pair[] =>
  unders.flatMap((under) => overs.map((over): Pair => [over, under]))

const GROUNDS = ['ground', 'surface', 'surface-raised', 'surface-sunken']
const TONES = ['bad', 'warn', 'note', 'good', 'quiet']
const TONE_GROUNDS = TONES.map((tone) => `${tone}-ground`)

/** What is read: 4.5 to 1. */
const READ: Pair[] = [
  ...across(['ink', 'ink-soft', 'ink-faint', 'link', 'limit', ...TONES], GROUNDS),
  ...across(['ink'], TONE_GROUNDS),
  ...TONES.map((tone): Pair => [tone, `${tone}-ground`]),
  ['on-accent', 'accent'],
  ['surface', 'ink'],
]

const SERIES = ['series-1', 'series-2', 'series-3', 'series-4']
/** Lines, outlines and shapes that say something: 3 to 1. */
const SEEN: Pair[] = [
  ...across([...SERIES, 'limit', 'mark', 'focus', 'accent', 'line-strong'], ['surface', 'surface-raised']),
  ...across(['focus', 'line-strong'], ['ground', 'surface-sunken']),
  ...across(['mark', 'ink-soft'], ['gap']),
  ...across(['bad', 'warn'], ['surface', 'ground']),
]

/**
 * Areas and edges that carry no meaning by colour: a grid, a dimmed page, and the bands of memory, which lie in an order that
 * the readout names, under a line of the resident set.
 */
const QUIET = ['line', 'grid', 'shade', ...[...tokens.keys()].filter((name) => name.startsWith('band-'))]

describe.each(SCHEMES)('the colours in %s', (scheme) => {
  it.each(READ)('let %s be read on %s', (text, ground) => {
    expect(contrast(text, ground, scheme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SEEN)('let %s be seen on %s', (line, ground) => {
    expect(contrast(line, ground, scheme)).toBeGreaterThanOrEqual(3)
  })
})

it('are each held against another, or said to mean nothing', () => {
  const held = new Set([...READ, ...SEEN].flat())
  expect([...tokens.keys()].filter((name) => !held.has(name) && !QUIET.includes(name))).toEqual([])
})

it('are named in one file only', () => {
  const COLOUR = /#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/iu
  expect(tokens.size).toBeGreaterThan(30)
  expect(css.replaceAll(/light-dark\(#[\da-f]{6}, #[\da-f]{6}\)/gu, '')).not.toMatch(COLOUR)
  const root = new URL('..', import.meta.url)
  const others = ['app', 'components'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:css|tsx?)$/u.test(file) && !file.includes('.test.') && file !== 'tokens.css')
      .map((file) => `${folder}/${file}`),
  )
  expect(others.length).toBeGreaterThan(30)
  expect(others.filter((file) => COLOUR.test(readFileSync(new URL(file, root), 'utf8')))).toEqual([])
})
