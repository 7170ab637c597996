'use client'

import Link from 'next/link'
import { memo } from 'react'
import { useClientState } from '../../lib/client/react'
import { formatBytes } from '../../lib/format/bytes'
import { formatMoment } from '../../lib/format/clock'
import { formatShare } from '../../lib/format/counts'
import { formatDuration, formatSpan } from '../../lib/format/durations'
import { processName } from '../../lib/format/headline'
import { formatSlope, isSlopeProven } from '../../lib/format/rates'
import type { FleetRow as Row } from '../../lib/protocol/dashboard-wire'
import { useBox } from '../chart/use-box'
import { FlagLabel, StateLabel, VerdictLabel } from '../words/word'
import styles from './fleet-table.module.css'
import { memoryShare } from './fleet-view'
import { Sparkline } from './sparkline'

interface FleetRowProps {
  listed: Row
  isGrouped: boolean
  /** In a list of very many, a row out of view is an empty place. */
  isSparse: boolean
}

/** One process in the list. Out of view it stands as it was listed, and changes with the list but not with every number. */
export const FleetRow = memo(function FleetRow({ listed, isGrouped, isSparse }: FleetRowProps) {
  const { ref, isInView } = useBox<HTMLTableRowElement>()
  const live = useClientState(({ fleet }) => (isInView ? fleet?.rows.get(listed.id) : undefined))
  const row = live ?? listed
  return (
    <tr ref={ref} className={styles.row} data-process={row.id} data-last-at-ms={row.lastFrameAtMs ?? ''}>
      {isSparse && !isInView ? <td className={styles.place} colSpan={7} /> : <Cells row={row} isGrouped={isGrouped} />}
    </tr>
  )
})

function Cells({ row, isGrouped }: { row: Row; isGrouped: boolean }) {
  return (
    <>
      <th scope="row" className={styles.name}>
        <Link href={`/process?id=${encodeURIComponent(row.id)}`} aria-label={processName(row)}>
          {!isGrouped && <span className={styles.service}>{row.service} </span>}
          {row.instance}
        </Link>
        {row.version !== undefined && <span className={styles.version}>{row.version}</span>}
      </th>
      <td className={styles.state}>
        <StateLabel state={row.state} />
      </td>
      <td className={styles.uptime}>
        <Uptime row={row} />
      </td>
      <td className={styles.memory}>
        <Memory row={row} />
      </td>
      <td className={styles.spark}>
        <Sparkline values={row.spark.values} limit={row.memory.limitBytes} />
      </td>
      <td className={styles.slope}>
        <Slope row={row} />
      </td>
      <td className={styles.words}>
        <Words row={row} />
      </td>
    </>
  )
}

function Uptime({ row }: { row: Row }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const lives = row.lives > 1 ? `life ${row.lives}` : 'first life'
  if (row.state === 'gone')
    return (
      <>
        seen {formatMoment(row.lastFrameAtMs, nowMs)}
        <span className={styles.under}>{lives}</span>
      </>
    )
  return (
    <>
      {formatDuration(nowMs - row.startedAtMs)}
      <span className={styles.under}>{lives}</span>
    </>
  )
}

function Memory({ row }: { row: Row }) {
  const share = memoryShare(row)
  const isHeap = row.limited?.series !== row.memory.series
  return (
    <>
      <span className={styles.bytes}>{formatBytes(row.memory.latestBytes)}</span>
      {share !== null && (
        <>
          <span className={styles.bar} data-level={levelOf(share)} aria-hidden="true">
            <span style={{ width: `${Math.min(100, share * 100)}%` }} />
          </span>
          <span className={styles.under}>
            {isHeap ? 'heap ' : ''}
            {formatShare(share)} of {formatBytes(row.limited?.limitBytes)}
          </span>
        </>
      )}
      {share === null && <span className={styles.under}>no limit known</span>}
    </>
  )
}

function levelOf(share: number): 'calm' | 'high' | 'full' {
  if (share >= 0.9) return 'full'
  return share >= 0.75 ? 'high' : 'calm'
}

function Slope({ row }: { row: Row }) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const { worst } = row
  if (!worst || worst.slopePerHour === null || worst.verdict === 'collecting')
    return <span className={styles.faint}>not known</span>
  if (!isSlopeProven(worst)) return <span className={styles.faint}>none proven</span>
  return (
    <>
      {formatSlope(worst.slopePerHour, worst.unit)}
      <span className={styles.under}>
        {worst.limitAtMs ? `limit in ${leftOf(worst.limitAtMs, nowMs)}` : worst.series}
      </span>
    </>
  )
}

function leftOf([soonest, latest]: [number, number | null], nowMs: number): string {
  return formatSpan(soonest - nowMs, latest === null ? null : latest - nowMs)
}

/** Flags in words; where there are none, the verdict. */
function Words({ row }: { row: Row }) {
  const flags = [...new Set(row.flags.map(({ flag }) => flag))]
  if (flags.length === 0)
    return row.worst ? (
      <VerdictLabel verdict={row.worst.verdict} />
    ) : (
      <span className={styles.faint}>no verdict yet</span>
    )
  return (
    <span className={styles.flags}>
      {flags.map((flag) => (
        <FlagLabel key={flag} flag={flag} />
      ))}
    </span>
  )
}
