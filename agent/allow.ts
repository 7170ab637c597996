/** What the owner of a process lets the hub do in it. */
import { isRecord, show } from '../lib/protocol/checks'

export interface Allowance {
  gc: boolean
  heapProfile: boolean | 'always'
  heapSnapshot: boolean | 'with-strings'
}

/**
 * A collection and a profile stop a process for some 0.1 s a 100 MB. A snapshot stops it for longer, tells that beforehand, and is
 * sent without the contents of strings.
 */
const DEFAULTS: Allowance = { gc: true, heapProfile: true, heapSnapshot: true }

const CHOICES = {
  gc: [true, false],
  heapProfile: [true, false, 'always'],
  heapSnapshot: [true, false, 'with-strings'],
} as const
const NAMES = ['gc', 'heapProfile', 'heapSnapshot'] as const

/** How TIDEMARK_ALLOW says it. */
const WORDS: Readonly<Record<string, Partial<Allowance>>> = {
  gc: { gc: true },
  'heap-profile': { heapProfile: true },
  'heap-profile:always': { heapProfile: 'always' },
  'heap-snapshot': { heapSnapshot: true },
  'heap-snapshot:with-strings': { heapSnapshot: 'with-strings' },
  none: {},
}

/** What the option names goes before the environment, and that before the defaults. What is wrong allows nothing. */
export function resolveAllow(
  option: unknown,
  env: string | undefined,
  bad: (name: string, sentence: string) => void,
): Allowance {
  const allow = env === undefined || env.trim() === '' ? { ...DEFAULTS } : fromWords(env, bad)
  if (option === undefined) return allow
  if (!isRecord(option)) {
    bad('allow', `option allow must be an object, say { gc: true }; ${show(option)} came. Nothing is allowed.`)
    return { gc: false, heapProfile: false, heapSnapshot: false }
  }
  for (const name of Object.keys(option)) {
    if (!(NAMES as readonly string[]).includes(name))
      bad(`allow.${name}`, `there is no option allow.${name}; there are ${NAMES.join(', ')}.`)
  }
  for (const name of NAMES) {
    const value = option[name]
    if (value === undefined) continue
    const isChoice = (CHOICES[name] as readonly unknown[]).includes(value)
    if (!isChoice) {
      const choices = CHOICES[name].map((choice) => show(choice)).join(', ')
      bad(`allow.${name}`, `option allow.${name} must be one of ${choices}; ${show(value)} came. It is false.`)
    }
    Object.assign(allow, { [name]: isChoice ? value : false })
  }
  return allow
}

function fromWords(text: string, bad: (name: string, sentence: string) => void): Allowance {
  const allow: Allowance = { gc: false, heapProfile: false, heapSnapshot: false }
  for (const word of text.split(',').map((part) => part.trim())) {
    const meant = WORDS[word]
    if (meant) Object.assign(allow, meant)
    else if (word !== '')
      bad('TIDEMARK_ALLOW', `TIDEMARK_ALLOW has ${show(word)}; it lists some of ${Object.keys(WORDS).join(', ')}.`)
  }
  return allow
}
