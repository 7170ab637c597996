import Link from 'next/link'
import { formatMoment, isoTime } from '../../lib/format/clock'
import controls from '../shell/controls.module.css'
import { MarkGlyph } from './mark-glyph'
import { MARK_KINDS } from './mark-kinds'
import { foremost, type Cluster } from './marks'
import styles from './marks.module.css'
import { t } from '../../lib/words/en/charts'

const CARD_WIDTH = 272
const SHOWN = 6
/** So much time on each side of what is looked at closer. */
const AROUND_MS = 30_000

interface MarkCardProps {
  cluster: Cluster
  x: number
  width: number
  nowMs: number
  onClose: () => void
  onChoose: (fromMs: number, toMs: number) => void
}

/** What a mark says, and for several the way to see them apart. */
export function MarkCard({ cluster, x, width, nowMs, onClose, onChoose }: MarkCardProps) {
  const shown = foremost(cluster.marks, SHOWN)
  const more = cluster.marks.length - shown.length
  const left = Math.max(0, Math.min(x - CARD_WIDTH / 2, width - CARD_WIDTH))
  return (
    <div className={styles.card} style={{ left, maxWidth: CARD_WIDTH }}>
      <ul>
        {shown.map((mark) => (
          <li key={mark.key}>
            <MarkGlyph kind={mark.kind} />
            <p>
              <strong>{MARK_KINDS[mark.kind].word}</strong>{' '}
              <time dateTime={isoTime(mark.atMs)}>{formatMoment(mark.atMs, nowMs)}</time>
              {mark.author !== undefined && <> {t('by', { author: mark.author })}</>}
              <span className={styles.title}>{mark.title}</span>
              {mark.href !== undefined && (
                <Link href={mark.href} prefetch={false}>
                  {t('toTheAlert')}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.more}>{t('andMore', { more })}</p>}
      <div className={styles.actions}>
        {cluster.marks.length > 1 && (
          <button
            type="button"
            className={controls.button}
            onClick={() => onChoose(cluster.atMs - AROUND_MS, cluster.lastMs + AROUND_MS)}
          >
            {t('lookCloser')}
          </button>
        )}
        <button type="button" className={controls.button} onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </div>
  )
}
