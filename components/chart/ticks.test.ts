import { afterEach, expect, it } from 'vitest'
import { axisSlopeText } from '../../lib/format/investigation-words'
import { catalogue as de } from '../../lib/words/de/catalogue'
import { loadLanguage, speak } from '../../lib/words/language'
import { tickText } from './ticks'

const MIB = 1024 * 1024

afterEach(() => speak('en'))

const ticks = () => [
  tickText(0, 'bytes', false),
  tickText(256 * MIB, 'bytes', false),
  tickText(1.5 * 1024 * MIB, 'bytes', false),
  tickText(1_000, 'count', false),
  tickText(1_500, 'count', false),
  tickText(12.5, 'count', true),
  axisSlopeText(2.25 * MIB, 4 * MIB, 'bytes'),
]

it('a tick has no decimals that say nothing, and keeps the zeros of its thousands, in each language', () => {
  expect(ticks()).toEqual(['0', '256 MiB', '1.5 GiB', '1,000', '1,500', '12.5 /s', '+2.25 MiB/h'])
  loadLanguage('de', de)
  speak('de')
  expect(ticks()).toEqual(['0', '256 MiB', '1,5 GiB', '1.000', '1.500', '12,5 /s', '+2,25 MiB/h'])
})
