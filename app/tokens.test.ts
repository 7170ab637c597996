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

const GROUNDS = ['ground', 'surface', 'surface-sunken']
const TEXTS = ['ink', 'ink-soft', 'ink-faint', 'link', 'bad', 'warn', 'note', 'good', 'quiet']

describe.each(SCHEMES)('the colours in %s', (scheme) => {
  it.each(GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground] as const)))(
    'let %s be read on %s',
    (text, ground) => {
      expect(contrast(text, ground, scheme)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(['bad', 'warn', 'note', 'good', 'quiet'])('let the word of a %s flag be read on its own ground', (tone) => {
    expect(contrast(tone, `${tone}-ground`, scheme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['on-accent', 'accent'],
    ['ink', 'warn-ground'],
    ['ink', 'note-ground'],
    ['surface', 'ink'],
  ])('let %s be read on %s', (text, ground) => expect(contrast(text, ground, scheme)).toBeGreaterThanOrEqual(4.5))

  it.each(['series-1', 'series-2', 'series-3', 'series-4', 'limit', 'mark', 'focus', 'line-strong'])(
    'let the line %s be seen on a chart',
    (line) => expect(contrast(line, 'surface', scheme)).toBeGreaterThanOrEqual(3),
  )
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
