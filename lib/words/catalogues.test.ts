import { readdirSync } from 'node:fs'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { catalogue as de } from './de/catalogue'
import type { Texts } from './language'
import { readMessage } from './message'

const folder = new URL('./en/', import.meta.url)
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/u, ''))
const en: Record<string, Texts> = Object.fromEntries(
  await Promise.all(
    names.map(async (name) => {
      const english = (await import(`./en/${name}.ts`)) as Record<string, Texts>
      return [name, english[name] ?? {}]
    }),
  ),
)
const others: Record<string, Record<string, Texts>> = { de }

const linesOf = (areas: Record<string, Texts>) =>
  Object.entries(areas).flatMap(([area, texts]) =>
    Object.entries(texts).map(([key, text]) => ({ key: `${area}.${key}`, text })),
  )

/** What a text is given: names in braces, and the numbers of parts in angle brackets. */
function given(text: string): string[] {
  const found = [...text.matchAll(/\{(?<name>\w+)[,}]|<\/?(?<part>\d+)\/?>/gu)]
  return [...new Set(found.map(({ groups }) => groups?.['name'] ?? `<${groups?.['part']}>`))].sort()
}

describe.each(Object.entries(others))('the texts in %s', (language, areas) => {
  const texts = new Map(linesOf(areas).map(({ key, text }) => [key, text]))

  it('are those of English, each of them and no other', () => {
    expect([...texts.keys()].sort()).toEqual(
      linesOf(en)
        .map(({ key }) => key)
        .sort(),
    )
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('are given what the English ones are given', () => {
    const differing = linesOf(en).filter(
      ({ key, text }) => JSON.stringify(given(text)) !== JSON.stringify(given(texts.get(key) ?? '')),
    )
    expect(differing).toEqual([])
  })

  it('have a plural for each number that the language tells apart', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const lacking = [...texts].filter(
      ([, text]) => text.includes(', plural,') && wanted.some((form) => !text.includes(`${form} {`)),
    )
    expect(lacking).toEqual([])
  })

  it('begin and end with a blank where the English ones do', () => {
    const edges = (text: string) => [/^\s/u.test(text), /\s$/u.test(text)].join()
    expect(linesOf(en).filter(({ key, text }) => edges(text) !== edges(texts.get(key) ?? ''))).toEqual([])
  })
})

it('every text is read as the reader of the library reads it', () => {
  const all = [en, ...Object.values(others)].flatMap(linesOf)
  expect(all.length).toBeGreaterThan(1_000)
  for (const { text } of all) expect(readMessage(text)).toEqual(compileMessage(text))
})

it.each(['{', 'a {b', '{n, plural, one {#}', '{n, select, a {b}}', '{n, plural, one {# x'])(
  'a text that cannot be read is refused by what is wrong with it: %s',
  (text) => expect(() => readMessage(text)).toThrow(/ at \d+ of "/u),
)
