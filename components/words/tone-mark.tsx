import type { Tone } from '../../lib/format/words'
import styles from './words.module.css'

/** A shape of its own for each tone, so that colour says nothing alone. */
const SHAPES: Record<Tone, string> = {
  bad: 'M6 1 11.500 11H.500Z',
  warn: 'M6 .500 11.500 6 6 11.500.500 6Z',
  note: 'M1.500 1.500h9v9h-9Z',
  good: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Z',
  quiet: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
}

export function ToneMark({ tone }: { tone: Tone }) {
  return (
    <svg className={`${styles.mark} ${styles[tone]}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[tone]} fillRule="evenodd" />
    </svg>
  )
}
