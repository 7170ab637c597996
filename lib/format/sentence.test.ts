import { expect, it } from 'vitest'
import { asSentence } from './sentence'

it.each([
  ['the history cannot be read: disk I/O error', 'The history cannot be read: disk I/O error.'],
  ['no process has the id "a".', 'No process has the id "a".'],
  ['Is it there?', 'Is it there?'],
])('makes of %s what stands alone', (words, sentence) => {
  expect(asSentence(words)).toBe(sentence)
})
