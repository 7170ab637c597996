'use client'

import Link from 'next/link'
import { memo, useMemo } from 'react'
import { useClientState, useNow, useToday } from '../../lib/client/react'
import { formatBytes } from '../../lib/format/bytes'
import { formatMoment } from '../../lib/format/clock'
import { formatShare } from '../../lib/format/counts'
import { formatDuration, formatSpan } from '../../lib/format/durations'
import { hiddenOf, processName } from '../../lib/format/headline'
import { formatSlope, isSlopeProven } from '../../lib/format/rates'
import type { FleetRow as Row } from '../../lib/protocol/dashboard-wire'
import { FlagLabel, StateLabel, ToneLabel, VerdictLabel } from '../words/word'
import { COLUMNS, type ColumnKey } from './fleet-columns'
import { useSteadyValue } from '../words/use-steady-value'
import styles from './fleet-table.module.css'
import { memoryShare } from './fleet-view'
import { Sparkline } from './sparkline'
import { t } from '../../lib/words/en/fleet'
import { rich } from '../words/rich'

interface FleetRowProps {
  listed: Row
  /** In the whole list, from 0. */
  index: number
  columns: readonly ColumnKey[]
  /** What it stands under says its service already. */
  isNamed: boolean
  isPinned: boolean
  isChosen: boolean
  measure: (element: HTMLElement | null) => void
  onPin: (id: string, isPinned: boolean) => void
  onChoose: (id: string, isChosen: boolean) => void
}

/** What a beat brings; all else is the same until the row is told anew. */
const MOVING: ReadonlySet<ColumnKey> = new Set(['memory', 'spark'])

/** One process in the list: it is drawn again when something of its own changed, and at a beat only what that brings. */
export const FleetRow = memo(function FleetRow({ listed, index, columns, measure, ...rest }: FleetRowProps) {
  const row = useClientState(({ fleet }) => fleet?.rows.get(listed.id)) ?? listed
  // oxlint-disable-next-line react/exhaustive-deps -- a row that is told anew has labels of its own
  const told = useMemo(() => row, [row.labels])
  return (
    <tr
      ref={measure}
      className={styles.row}
      data-index={index}
      data-process={row.id}
      data-last-at-ms={row.lastFrameAtMs ?? ''}
      aria-rowindex={index + 2}
    >
      <Name row={told} hasVersion={!columns.includes('version')} {...rest} />
      {columns.map((key) => (
        <td key={key} className={COLUMNS[key].className}>
          <Cell column={key} row={MOVING.has(key) ? row : told} />
        </td>
      ))}
    </tr>
  )
})

interface NameProps extends Pick<FleetRowProps, 'isNamed' | 'isPinned' | 'isChosen' | 'onPin' | 'onChoose'> {
  row: Row
  hasVersion: boolean
}

/** Its name as a link that is the whole row, but for what can be done with it. */
const Name = memo(function Name({ row, hasVersion, isNamed, isPinned, isChosen, onPin, onChoose }: NameProps) {
  const name = processName(row)
  return (
    <th scope="row" className={styles.name}>
      <div className={styles.nameBox}>
        <span className={styles.acts} data-screen-only="">
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={t('chooseToCompare', { name })}
            onChange={(event) => onChoose(row.id, event.target.checked)}
          />
          <button
            type="button"
            aria-pressed={isPinned}
            aria-label={t('pin', { name })}
            title={isPinned ? t('unpin') : t('pinToTheTop')}
            onClick={() => onPin(row.id, !isPinned)}
          >
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M4 .5h4L7.500 4 9.500 6.500v1h-3V11L6 11.800 5.500 11V7.500h-3v-1L4.500 4Z" />
            </svg>
          </button>
        </span>
        <span className={styles.who}>
          <Link href={`/process?id=${encodeURIComponent(row.id)}`} aria-label={name} prefetch={false}>
            {!isNamed && <span className={styles.service}>{row.service} </span>}
            {row.instance}
          </Link>
          {hasVersion && row.version !== undefined && <span className={styles.version}>{row.version}</span>}
        </span>
      </div>
    </th>
  )
})

const Cell = memo(function Cell({ column, row }: { column: ColumnKey; row: Row }) {
  switch (column) {
    case 'state':
      return row.isCapturing ? <ToneLabel word={t('capturing')} tone="note" /> : <StateLabel state={row.state} />
    case 'uptime':
      return <Uptime row={row} />
    case 'memory':
      return <Memory row={row} />
    case 'spark':
      return <Sparkline values={row.spark.values} limit={row.memory.limitBytes} />
    case 'slope':
      return <Slope row={row} />
    case 'left':
      return <TimeLeft row={row} />
    case 'words':
      return <Words row={row} />
    case 'version':
      return row.version ?? <span className={styles.faint}>{t('notKnown')}</span>
    case 'host':
      return row.host
    default:
      return column satisfies never
  }
})

function Uptime({ row }: { row: Row }) {
  const today = useToday()
  const up = useNow((nowMs) => formatDuration(nowMs - row.startedAtMs))
  const lives = row.lives > 1 ? t('life', { lives: row.lives }) : t('firstLife')
  if (row.state === 'gone')
    return (
      <>
        {rich(
          t('seen', { lastFrameAtMs: formatMoment(row.lastFrameAtMs, today), lives }),
          <span className={styles.under} />,
        )}
      </>
    )
  return (
    <>
      {up}
      <span className={styles.under}>{lives}</span>
    </>
  )
}

function Memory({ row }: { row: Row }) {
  const share = memoryShare(row)
  const held = useSteadyValue(row.memory.latestBytes, 'bytes')
  const isHeap = row.limited?.series !== row.memory.series
  return (
    <div className={styles.held}>
      <span className={styles.bytes} data-bytes="">
        {held}
      </span>
      {share !== null && (
        <>
          <span className={styles.bar} data-level={levelOf(share)} aria-hidden="true">
            <span style={{ width: `${Math.min(100, share * 100)}%` }} />
          </span>
          <span className={styles.under}>
            {t(isHeap ? 'heapOf' : 'of', {
              share: formatShare(share),
              limitBytes: formatBytes(row.limited?.limitBytes),
            })}
          </span>
        </>
      )}
      {share === null && <span className={styles.under}>{t('noLimitKnown')}</span>}
    </div>
  )
}

function levelOf(share: number): 'calm' | 'high' | 'full' {
  if (share >= 0.9) return 'full'
  return share >= 0.75 ? 'high' : 'calm'
}

function Slope({ row }: { row: Row }) {
  const { worst } = row
  const limitAtMs = worst?.limitAtMs
  const left = useNow((nowMs) => (limitAtMs ? leftOf(limitAtMs, nowMs) : ''))
  if (!worst || worst.slopePerHour === null || worst.verdict === 'collecting')
    return <span className={styles.faint}>{t('notKnown')}</span>
  if (!isSlopeProven(worst)) return <span className={styles.faint}>{t('noneProven')}</span>
  return (
    <>
      {formatSlope(worst.slopePerHour, worst.unit)}
      <span className={styles.under}>
        {limitAtMs && hiddenOf(row) === null ? t('limitIn', { limitAtMs: left }) : worst.series}
      </span>
    </>
  )
}

function TimeLeft({ row }: { row: Row }) {
  const limitAtMs = row.worst?.limitAtMs
  const left = useNow((nowMs) => (limitAtMs ? leftOf(limitAtMs, nowMs) : ''))
  // A process that is restarted in time does not get there.
  if (!limitAtMs || hiddenOf(row) !== null) return <span className={styles.faint}>{t('noLimitInSight')}</span>
  return left
}

function leftOf([soonest, latest]: [number, number | null], nowMs: number): string {
  return formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs)
}

/** Flags in words, with what restarts hide; where there are none, the verdict. */
function Words({ row }: { row: Row }) {
  const flags = [...new Set(row.flags.map(({ flag }) => flag))]
  const hidden = hiddenOf(row)
  if (flags.length === 0)
    return row.worst ? (
      <VerdictLabel verdict={row.worst.verdict} />
    ) : (
      <span className={styles.faint}>{t('noVerdictYet')}</span>
    )
  return (
    <>
      <span className={styles.flags}>
        {flags.map((flag) => (
          <FlagLabel key={flag} flag={flag} />
        ))}
      </span>
      {hidden !== null && (
        <span className={`${styles.under} ${styles.hidden}`} data-hidden-by-restarts="">
          {hidden}
        </span>
      )}
    </>
  )
}
