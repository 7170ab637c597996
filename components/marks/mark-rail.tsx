'use client'

import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useCursor, useToday } from '../../lib/client/react'
import { MarkCard } from './mark-card'
import { MarkGlyph } from './mark-glyph'
import { clusterWords, kindOf, type Cluster } from './marks'
import styles from './marks.module.css'
import { t } from '../../lib/words/en/charts'

interface MarkRailProps {
  title: string
  clusters: readonly Cluster[]
  /** Where on the rail a time lies, in pixels. */
  xOf: (atMs: number) => number
  width: number
  left: number
  railRef: RefObject<HTMLUListElement | null>
  onChoose: (fromMs: number, toMs: number) => void
}

/**
 * The marks of a chart as buttons above it: one stop of the Tab key, arrow keys from mark to mark, and what one says on
 * Enter. Focus points all charts at its time.
 */
export function MarkRail(props: MarkRailProps) {
  return props.clusters.length > 0 ? <Rail {...props} /> : null
}

function Rail({ title, clusters, xOf, width, left, railRef, onChoose }: MarkRailProps) {
  const id = useId()
  const [openKey, setOpen] = useState<string | null>(null)
  const [stopKey, setStop] = useState<string | null>(null)
  const today = useToday()
  const cursor = useCursor()
  const buttons = useRef(new Map<string, HTMLButtonElement>())
  const stop = clusters.find(({ key }) => key === stopKey) ?? clusters[clusters.length - 1]
  const open = clusters.find(({ key }) => key === openKey)

  const onKeyDown = (event: KeyboardEvent) => {
    const next = clusters[moved(event.key, stop ? clusters.indexOf(stop) : 0, clusters.length)]
    if (event.key === 'Escape' && open) setOpen(null)
    else if (next) buttons.current.get(next.key)?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const close = () => {
    setOpen(null)
    if (open) buttons.current.get(open.key)?.focus()
  }
  return (
    <>
      <ul
        ref={railRef}
        className={styles.rail}
        style={{ left, width }}
        aria-label={t('marksOn', { title })}
        onKeyDown={onKeyDown}
      >
        {clusters.map((cluster) => (
          <li key={cluster.key} style={{ left: xOf(cluster.atMs) }}>
            <button
              ref={(button) => {
                if (button) buttons.current.set(cluster.key, button)
                else buttons.current.delete(cluster.key)
              }}
              type="button"
              className={`${styles.mark} ${cluster.marks.some(({ isStrong }) => isStrong) ? styles.strong : ''}`}
              tabIndex={cluster === stop ? 0 : -1}
              aria-label={clusterWords(cluster, today)}
              aria-expanded={cluster === open}
              {...(cluster === open ? { 'aria-controls': `${id}-card` } : {})}
              title={clusterWords(cluster, today)}
              onFocus={() => {
                setStop(cluster.key)
                cursor.setState({ atMs: cluster.atMs, drag: null })
              }}
              onBlur={() => cursor.setState({ atMs: null })}
              onClick={() => setOpen(cluster === open ? null : cluster.key)}
            >
              <MarkGlyph kind={kindOf(cluster)} />
              {cluster.marks.length > 1 && <span className={styles.count}>{cluster.marks.length}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div id={`${id}-card`} role="status">
        {open && (
          <MarkCard
            cluster={open}
            x={left + xOf(open.atMs)}
            width={left + width}
            nowMs={today}
            onClose={close}
            onChoose={onChoose}
          />
        )}
      </div>
    </>
  )
}

/** -1 for a key that moves nowhere. */
function moved(key: string, at: number, count: number): number {
  if (key === 'ArrowLeft') return Math.max(0, at - 1)
  if (key === 'ArrowRight') return Math.min(count - 1, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : -1
}
