import { area } from '../language'

/** What is counted. */
export const nouns = {
  process: '{count, plural, one {# process} other {# processes}}',
  alert: '{count, plural, one {# alert} other {# alerts}}',
  finding: '{count, plural, one {# finding} other {# findings}}',
  run: '{count, plural, one {# run} other {# runs}}',
  gap: '{count, plural, one {# gap} other {# gaps}}',
  connection: '{count, plural, one {# connection} other {# connections}}',
  message: '{count, plural, one {# message} other {# messages}}',
  mark: '{count, plural, one {# mark} other {# marks}}',
  event: '{count, plural, one {# event} other {# events}}',
  earlierLife: '{count, plural, one {# earlier life} other {# earlier lives}}',
  majorCollection: '{count, plural, one {# major collection} other {# major collections}}',
  change: '{count, plural, one {# change} other {# changes}}',
  update: '{count, plural, one {# update} other {# updates}}',
  sample: '{count, plural, one {# sample} other {# samples}}',
  entry: '{count, plural, one {# entry} other {# entries}}',
  attempt: '{count, plural, one {# try} other {# tries}}',
  time: '{count, plural, one {# time} other {# times}}',
} as const

export type Noun = keyof typeof nouns

export const t = area('nouns', nouns)
