import type { FlagWord, ProcessState, VerdictWord } from '../../lib/protocol/vocabulary'
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
