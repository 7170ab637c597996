import { afterEach, describe, expect, it } from 'vitest'
import { formatBytes } from '../format/bytes'
import { formatDay } from '../format/clock'
import { countOf, formatCount } from '../format/counts'
import { formatSpan } from '../format/durations'
import { catalogue as de } from './de/catalogue'
import { area, currentLanguage, hasLanguage, loadLanguage, onLanguage, speak } from './language'
import { preferredLanguage, spokenLanguage } from './spoken-language'

const say = area('example', {
  calm: 'Nothing fires.',
  grow: '{n, plural, one {# of {all} grows} other {# of {all} grow}}',
})

afterEach(() => speak('en'))

describe('what is said', () => {
  it('is English until another language is spoken, and English again afterwards', () => {
    expect(hasLanguage('de')).toBe(false)
    loadLanguage('de', {
      ...de,
      example: { calm: 'Ruhig.', grow: '{n, plural, one {# von {all} wächst} other {# von {all} wachsen}}' },
    })
    const heard: string[] = []
    const stop = onLanguage(() => heard.push(currentLanguage()))
    expect(say('calm')).toBe('Nothing fires.')
    speak('de')
    expect(say('calm')).toBe('Ruhig.')
    expect(say('grow', { n: 1, all: 7 })).toBe('1 von 7 wächst')
    expect(say('grow', { n: 1_200, all: 7 })).toBe('1.200 von 7 wachsen')
    speak('en')
    expect(say('grow', { n: 1_200, all: 7 })).toBe('1,200 of 7 grow')
    stop()
    speak('de')
    expect(heard).toEqual(['de', 'en'])
  })

  it('has its numbers and days as the language writes them, and its units as they are', () => {
    const all = () => [formatCount(12_345), formatBytes(1_572_864), formatSpan(300_000, 420_000), countOf(1, 'process')]
    expect(all()).toEqual(['12,345', '1.5 MiB', '5 to 7 min', '1 process'])
    expect(formatDay(Date.UTC(2026, 9, 21, 12))).toBe('21 Oct')
    loadLanguage('de', de)
    speak('de')
    expect(all()).toEqual(['12.345', '1,5 MiB', '5 bis 7 min', '1 Prozess'])
    expect(formatDay(Date.UTC(2026, 9, 21, 12))).toBe('21. Okt')
  })
})

it.each([
  [['de-CH', 'en'], 'de'],
  [['fr', 'en-GB', 'de'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('of a browser that prefers %j it is %s', (preferred, language) =>
  expect(preferredLanguage(preferred)).toBe(language),
)

it('what was chosen goes before what the browser prefers, and what is no language is not chosen', () => {
  expect(spokenLanguage('de')).toBe('de')
  expect(spokenLanguage('xx')).toBe(spokenLanguage(''))
})
