'use client'

import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { formatBytes } from '../../lib/format/bytes'
import { formatShare } from '../../lib/format/counts'
import { functionWords, placeWords } from '../../lib/format/profile-words'
import type { ProfileFlame } from '../../lib/protocol/profile-answer'
import { useBox } from '../chart/use-box'
import controls from '../shell/controls.module.css'
import { flameAt, layFlame, moveFlame, parentOf, type FlameBox, type FlameMove } from './flame-layout'
import styles from './flame-graph.module.css'
import { t } from '../../lib/words/en/inside'

const ROW = 22
/** A narrower box is no box. */
const LEAST_PX = 2
const CHAR_PX = 6.6
const MOVES: Record<string, FlameMove> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** The stacks whose bytes grew, the callers above. Its text alternative is the table of the same difference. */
export function FlameGraph({ flame }: { flame: ProfileFlame }) {
  const { ref, width } = useBox<HTMLDivElement>()
  const [zoom, setZoom] = useState('')
  const [at, setAt] = useState('')
  const id = useId()
  const layout = useMemo(() => layFlame(flame, zoom, width === 0 ? 1 : LEAST_PX / width), [flame, zoom, width])
  const zoomTo = (path: string) => {
    setZoom(path)
    setAt(path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (move) setAt(moveFlame(layout.boxes, at, move))
    else if (event.key === 'Enter') zoomTo(at)
    else if (event.key === 'Escape' && zoom !== '') zoomTo(parentOf(zoom))
    else return
    event.preventDefault()
  }
  const pointed = flameAt(flame, at) ?? flame
  return (
    <figure className={styles.flame} data-flame="">
      <figcaption className={styles.head}>
        <p id={`${id}-at`} role="status" className={styles.words}>
          <strong>{nameOf(pointed, at)}</strong> {factsOf(pointed, flame)}
        </p>
        {zoom !== '' && (
          <button type="button" className={controls.button} onClick={() => zoomTo('')}>
            {t('showAll2')}
          </button>
        )}
      </figcaption>
      <div
        ref={ref}
        className={styles.plot}
        role="application"
        aria-label={t('flameGraphOfWhat')}
        aria-describedby={`${id}-keys ${id}-at`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <svg width={width} height={layout.depth * ROW} aria-hidden="true">
          {layout.boxes.map((box) => (
            <Box key={box.path} box={box} width={width} isAt={box.path === at} onPoint={setAt} onZoom={zoomTo} />
          ))}
        </svg>
      </div>
      <p id={`${id}-keys`} className={styles.words}>
        {t('arrowKeysMoveEnter')}
        {layout.leftOut > 0 && t('tooNarrowToShow', { leftOut: layout.leftOut })}
      </p>
    </figure>
  )
}

interface BoxProps {
  box: FlameBox
  width: number
  isAt: boolean
  onPoint: (path: string) => void
  onZoom: (path: string) => void
}

function Box({ box, width, isAt, onPoint, onZoom }: BoxProps) {
  const { path, node, depth, from, share } = box
  const boxWidth = Math.max(1, share * width - 1)
  const chars = Math.floor((boxWidth - 8) / CHAR_PX)
  const name = nameOf(node, path)
  return (
    <g
      className={`${styles.box} ${styles[node.site.origin]} ${isAt ? styles.at : ''}`}
      onClick={() => onZoom(path)}
      onPointerMove={(event) => {
        // A page that scrolls under a pointer at rest moves nothing: who goes by keys stays where he is.
        if (event.movementX !== 0 || event.movementY !== 0) onPoint(path)
      }}
    >
      <rect x={from * width} y={depth * ROW} width={boxWidth} height={ROW - 1} rx="2" />
      {chars >= 3 && (
        <text x={from * width + 4} y={depth * ROW + 15}>
          {name.length > chars ? `${name.slice(0, chars - 1)}…` : name}
        </text>
      )}
    </g>
  )
}

function nameOf(node: ProfileFlame, path: string): string {
  return path === '' ? t('allThatGrew') : functionWords(node.site)
}

function factsOf(node: ProfileFlame, root: ProfileFlame): string {
  const place = node === root ? '' : placeWords(node.site)
  const share = root.grownBytes > 0 ? formatShare(node.grownBytes / root.grownBytes) : ''
  return [place, t('grewBy', { grownBytes: formatBytes(node.grownBytes) }), share === '' ? '' : t('ofAll', { share })]
    .filter((part) => part !== '')
    .join(' · ')
}
