/**
 * The words for states, verdicts and flags, and how much each one matters. Screens take both from here. In English they
 * are the words of the API and of messages, letter by letter, so that what is read in one place is found in the others; flags,
 * which are the names of rules, are so in every language.
 */
import { t } from '../words/en/format'
import { toned } from './toned'
import type { FlagWord, ProcessState, VerdictWord } from '../protocol/vocabulary'

/** What a word asks of its reader; colour and shape follow from it. */
export type Tone = 'bad' | 'warn' | 'note' | 'good' | 'quiet'

interface Word {
  word: string
  tone: Tone
}

export const VERDICT: Record<VerdictWord, Word> = {
  growing: toned(() => t('growing'), 'bad'),
  'load-driven': toned(() => t('loadDriven'), 'note'),
  'warming-up': toned(() => t('warmingUp'), 'note'),
  collecting: toned(() => t('collecting'), 'quiet'),
  falling: toned(() => t('falling'), 'note'),
  steady: toned(() => t('level'), 'good'),
}

export const FLAG: Record<FlagWord, Word> = {
  'near-limit': { word: 'near-limit', tone: 'bad' },
  growth: { word: 'growth', tone: 'bad' },
  'restart-masked': { word: 'restart-masked', tone: 'bad' },
  rejecting: { word: 'rejecting', tone: 'bad' },
  orphaned: { word: 'orphaned', tone: 'warn' },
  'not-draining': { word: 'not-draining', tone: 'warn' },
  saturated: { word: 'saturated', tone: 'warn' },
  silent: { word: 'silent', tone: 'warn' },
}

export const STATE: Record<ProcessState, Word> = {
  live: toned(() => t('live'), 'good'),
  stale: toned(() => t('stale'), 'warn'),
  gone: toned(() => t('gone'), 'quiet'),
}

const FLAG_ORDER = Object.keys(FLAG) as FlagWord[]
const VERDICT_ORDER = Object.keys(VERDICT) as VerdictWord[]

/** Smaller matters more. */
export function flagRank(flag: FlagWord): number {
  return FLAG_ORDER.indexOf(flag)
}

export function verdictRank(verdict: VerdictWord): number {
  return VERDICT_ORDER.indexOf(verdict)
}
