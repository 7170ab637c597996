import type { FlagWord, ProcessState, VerdictWord } from '../../lib/protocol/vocabulary'
import { STANDING, type Standing } from '../../lib/format/alert-words'
import { FLAG, STATE, VERDICT, type Tone } from '../../lib/format/words'
import { ToneMark } from './tone-mark'
import styles from './words.module.css'

/** A verdict, a flag or a state: word and shape, and colour on top. */
export function VerdictLabel({ verdict }: { verdict: VerdictWord }) {
  return <Label {...VERDICT[verdict]} data={{ 'data-verdict': verdict }} />
}

export function FlagLabel({ flag }: { flag: FlagWord }) {
  return <Label {...FLAG[flag]} isFilled data={{ 'data-flag': flag }} />
}

export function StateLabel({ state }: { state: ProcessState }) {
  return <Label {...STATE[state]} data={{ 'data-state': state }} />
}

export function StandingLabel({ standing }: { standing: Standing }) {
  return <Label {...STANDING[standing]} data={{ 'data-standing': standing }} />
}

/** Any word with what it asks of its reader. */
export function ToneLabel({ word, tone }: { word: string; tone: Tone }) {
  return <Label word={word} tone={tone} data={{}} />
}

interface LabelProps {
  word: string
  tone: Tone
  isFilled?: boolean
  data: Record<string, string>
}

function Label({ word, tone, isFilled = false, data }: LabelProps) {
  return (
    <span className={`${styles.label} ${styles[tone]} ${isFilled ? styles.filled : ''}`} {...data}>
      <ToneMark tone={tone} />
      {word}
    </span>
  )
}
