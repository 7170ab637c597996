'use client'

import { useRouter } from 'next/navigation'
import { memo, useMemo, useState, type PointerEvent } from 'react'
import { formatBytes } from '../../lib/format/bytes'
import { countOf, formatCount } from '../../lib/format/counts'
import { processName } from '../../lib/format/headline'
import { FLAG, flagRank, STATE, VERDICT, type Tone } from '../../lib/format/words'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { useBox } from '../chart/use-box'
import { ToneMark } from '../words/tone-mark'
import styles from './fleet-picture.module.css'
import { fitText, PICTURE_HEIGHT, placeTiles, planPicture, type Tile } from './picture-plan'
import { t } from '../../lib/words/en/fleet'

const TONES: readonly Tone[] = ['quiet', 'good', 'note', 'warn', 'bad']
/** Room for a name and a word under it. */
const NAMED = { width: 84, height: 34 }
/** Names beyond these are not read. */
const MOST_NAMES = 60
const GAP = 1
/** Of words that are read from across the room. */
const WALL_SCALE = 1.75

interface Shown extends Tile {
  row: FleetRow
  word: string
  tone: Tone
}

interface FleetPictureProps {
  rows: readonly FleetRow[]
  /** In pixels: on a wall it is that high, its words are larger, and nothing is pressed. */
  wallHeight?: number
}

/** All processes at a glance: area by memory, colour and word by verdict, each always in its place. The list says the same. */
export const FleetPicture = memo(function FleetPicture({ rows, wallHeight }: FleetPictureProps) {
  const { ref, width } = useBox<HTMLElement>()
  const router = useRouter()
  const isWall = wallHeight !== undefined
  const height = wallHeight ?? PICTURE_HEIGHT
  const scale = isWall ? WALL_SCALE : 1
  const tiles = useTiles(rows, width, height)
  const [pointedId, setPointed] = useState<string | null>(null)
  const pointed = tiles.find(({ id }) => id === pointedId)
  if (rows.length < 2) return null
  const at = (event: PointerEvent<SVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return tileAt(tiles, event.clientX - box.left, event.clientY - box.top)
  }
  return (
    <figure ref={ref} className={styles.picture} data-wall={isWall ? '' : undefined}>
      <svg
        className={styles.tiles}
        width={width}
        height={height}
        role="img"
        aria-label={sentenceOf(rows)}
        {...(isWall
          ? {}
          : {
              onPointerMove: (event: PointerEvent<SVGElement>) => setPointed(at(event)?.id ?? null),
              onPointerLeave: () => setPointed(null),
              onClick: () => pointed && router.push(`/process?id=${encodeURIComponent(pointed.id)}`),
            })}
      >
        {TONES.map((tone) => (
          <path key={tone} className={`${styles.ground} ${styles[tone]}`} d={outlines(tiles, tone)} />
        ))}
        {named(tiles, scale).map((tile) => (
          <Name key={tile.id} tile={tile} isWall={isWall} />
        ))}
        {pointed && <path className={styles.pointed} d={outline(pointed)} />}
      </svg>
      <figcaption className={styles.caption}>
        {pointed ? <Pointed tile={pointed} /> : <Legend tiles={tiles} rows={rows} />}
      </figcaption>
    </figure>
  )
})

/** Who stands where is decided for a set of processes and a width; numbers only move the lines. */
function useTiles(rows: readonly FleetRow[], width: number, height: number): Shown[] {
  const known = useMemo(
    () =>
      rows
        .filter(({ memory }) => (memory.latestBytes ?? 0) > 0)
        .toSorted((a, b) => a.service.localeCompare(b.service) || a.instance.localeCompare(b.instance)),
    [rows],
  )
  const weights = useMemo(() => new Map(known.map(({ id, memory }) => [id, memory.latestBytes ?? 0])), [known])
  const set = known.map(({ id }) => id).join(' ')
  const plan = useMemo(
    () =>
      planPicture(
        known.map(({ id, service }) => ({ id, group: service, weight: weights.get(id) ?? 0 })),
        width,
        height,
      ),
    // oxlint-disable-next-line react/exhaustive-deps -- weights at the time of the plan; a new set makes a new one
    [set, width, height],
  )
  return useMemo(() => {
    if (!plan || width === 0) return []
    const byId = new Map(known.map((row) => [row.id, row]))
    return placeTiles(plan, weights, width, height).flatMap((tile): Shown[] => {
      const row = byId.get(tile.id)
      return row ? [{ ...tile, row, ...standingOf(row) }] : []
    })
  }, [plan, known, weights, width, height])
}

function standingOf({ flags, worst, state }: FleetRow): { word: string; tone: Tone } {
  const [flag] = flags.toSorted((a, b) => flagRank(a.flag) - flagRank(b.flag))
  if (flag) return FLAG[flag.flag]
  if (state !== 'live') return { word: STATE[state].word, tone: 'quiet' }
  return worst ? VERDICT[worst.verdict] : { word: t('noVerdictYet'), tone: 'quiet' }
}

/** What asks for something has its name first, then the largest. */
function named(tiles: readonly Shown[], scale: number): Shown[] {
  return tiles
    .filter(({ width, height }) => width >= NAMED.width * scale && height >= NAMED.height * scale)
    .toSorted((a, b) => TONES.indexOf(b.tone) - TONES.indexOf(a.tone) || b.width * b.height - a.width * a.height)
    .slice(0, MOST_NAMES)
}

function Name({ tile, isWall }: { tile: Shown; isWall: boolean }) {
  const scale = isWall ? WALL_SCALE : 1
  const { x, y, width, height, row, word, tone } = tile
  return (
    <svg x={x} y={y} width={width} height={height} className={styles[tone]} aria-hidden="true">
      <g transform={`scale(${scale})`}>
        <text className={styles.name} x="7" y="16">
          {fitText(isWall ? processName(row) : row.instance, width / scale, LETTER_PX.name)}
        </text>
        <text className={styles.word} x="7" y="29">
          {fitText(word, width / scale, LETTER_PX.word)}
        </text>
      </g>
    </svg>
  )
}

/** About the width of a letter of a name, and of the word under it, in pixels. */
const LETTER_PX = { name: 7.4, word: 6.1 } as const

function Pointed({ tile: { row, word, tone } }: { tile: Shown }) {
  return (
    <>
      <ToneMark tone={tone} />
      <strong>{processName(row)}</strong> {word}, {formatBytes(row.memory.latestBytes)}
    </>
  )
}

/** The words of the colours, each with how many there are of it. */
function Legend({ tiles, rows }: { tiles: readonly Shown[]; rows: readonly FleetRow[] }) {
  const unknown = rows.length - tiles.length
  return (
    <>
      {wordsOf(tiles).map(({ word, tone, count }) => (
        <span key={word} className={styles.entry}>
          <ToneMark tone={tone} />
          {formatCount(count)} {word}
        </span>
      ))}
      {unknown > 0 && tiles.length > 0 && (
        <span>{t('ofUnknownSizeLeft', { processes: countOf(unknown, 'process') })}</span>
      )}
    </>
  )
}

function wordsOf(standings: readonly { word: string; tone: Tone }[]) {
  const counts = new Map<string, { word: string; tone: Tone; count: number }>()
  for (const { word, tone } of standings) {
    const entry = counts.get(word) ?? { word, tone, count: 0 }
    counts.set(word, { ...entry, count: entry.count + 1 })
  }
  return [...counts.values()].sort((a, b) => TONES.indexOf(b.tone) - TONES.indexOf(a.tone) || b.count - a.count)
}

function sentenceOf(rows: readonly FleetRow[]): string {
  const words = wordsOf(rows.map(standingOf)).map(({ word, count }) => `${count} ${word}`)
  return t('byMemoryTheList', { processes: countOf(rows.length, 'process'), join: words.join(', ') })
}

function tileAt(tiles: readonly Shown[], x: number, y: number): Shown | undefined {
  return tiles.find((tile) => x >= tile.x && x < tile.x + tile.width && y >= tile.y && y < tile.y + tile.height)
}

function outlines(tiles: readonly Shown[], tone: Tone): string {
  return tiles
    .filter((tile) => tile.tone === tone)
    .map(outline)
    .join('')
}

function outline({ x, y, width, height }: Tile): string {
  const [right, bottom] = [x + Math.max(0.5, width - GAP), y + Math.max(0.5, height - GAP)]
  return `M${x.toFixed(1)} ${y.toFixed(1)}H${right.toFixed(1)}V${bottom.toFixed(1)}H${x.toFixed(1)}Z`
}
