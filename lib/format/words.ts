/**
 * The words for states, verdicts and flags, and how much each one matters. Screens take both from here. In English they
 * are the words of the API and of messages, letter by letter, so that what is read in one place is found in the others; flags,
 * which are the names of rules, are so in every language.
 */
import { t } from '../words/en/format'
import type { FlagWord, ProcessState, VerdictWord } from '../protocol/vocabulary'

/** What a word asks of its reader; colour and shape follow from it. */
export type Tone = 'bad' | 'warn' | 'note' | 'good' | 'quiet'

interface Word {
  word: string
  tone: Tone
}

export const VERDICT: Record<VerdictWord, Word> = {
  growing: {
    get word() {
      return t('growing')
    },
    tone: 'bad',
  },
  'load-driven': {
    get word() {
      return t('loadDriven')
    },
    tone: 'note',
  },
  'warming-up': {
    get word() {
      return t('warmingUp')
    },
    tone: 'note',
  },
  collecting: {
    get word() {
      return t('collecting')
    },
    tone: 'quiet',
  },
  falling: {
    get word() {
      return t('falling')
    },
    tone: 'note',
  },
  steady: {
    get word() {
      return t('level')
    },
    tone: 'good',
  },
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
  live: {
    get word() {
      return t('live')
    },
    tone: 'good',
  },
  stale: {
    get word() {
      return t('stale')
    },
    tone: 'warn',
  },
  gone: {
    get word() {
      return t('gone')
    },
    tone: 'quiet',
  },
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
