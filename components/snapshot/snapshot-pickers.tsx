'use client'

import { useClientState } from '../../lib/client/react'
import { formatMoment } from '../../lib/format/clock'
import type { Capture } from '../../lib/protocol/captures'
import { AddressedSelect } from '../forms/field'
import type { SnapshotPair } from './snapshot-address'
import styles from './snapshot-page.module.css'
import { t } from '../../lib/words/en/snapshot'

const ALONE = ''

interface SnapshotPickersProps {
  /** The newest first. */
  snapshots: readonly Capture[]
  pair: SnapshotPair
  onChoose: (pair: SnapshotPair) => void
}

/** Which snapshot is shown, and which earlier one it is compared with. */
export function SnapshotPickers({ snapshots, pair, onChoose }: SnapshotPickersProps) {
  const nowMs = useClientState(({ clockMs }) => clockMs)
  const chosen = snapshots.find(({ id }) => id === pair.after)
  const earlierThan = (one: Capture | undefined) =>
    snapshots.filter(({ askedAtMs }) => one !== undefined && askedAtMs < one.askedAtMs)
  const words = (one: Capture) => {
    const isOtherLife = chosen !== undefined && one.boot !== chosen.boot
    return t('by', {
      askedAtMs: formatMoment(one.askedAtMs, nowMs),
      by: one.by,
      isOtherLife: isOtherLife ? t('ofAnotherLife') : '',
    })
  }
  const choose = (after: string) => {
    const earlier = earlierThan(snapshots.find(({ id }) => id === after))
    const before = earlier.some(({ id }) => id === pair.before) ? pair.before : null
    onChoose({ before, after })
  }
  return (
    <div className={styles.pickers}>
      <AddressedSelect
        label={t('snapshotOf')}
        value={pair.after}
        options={snapshots.map((one) => ({ value: one.id, label: words(one) }))}
        onChange={choose}
      />
      <AddressedSelect
        label={t('comparedWith')}
        value={pair.before ?? ALONE}
        options={[
          { value: ALONE, label: t('nothingWhatIsThere') },
          ...earlierThan(chosen).map((one) => ({ value: one.id, label: words(one) })),
        ]}
        onChange={(before) => onChoose({ ...pair, before: before === ALONE ? null : before })}
      />
    </div>
  )
}
