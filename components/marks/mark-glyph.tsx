import { MARK_KINDS, type MarkKind } from './mark-kinds'
import styles from './marks.module.css'

export function MarkGlyph({ kind }: { kind: MarkKind }) {
  return (
    <svg className={styles.glyph} viewBox="-1 -1 14 14" aria-hidden="true">
      <path d={MARK_KINDS[kind].glyph} fillRule="evenodd" />
    </svg>
  )
}
