'use client'

import Link from 'next/link'
import { useState } from 'react'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { loadText, RUN_STATE, settingsText, slopeText, steadyText } from '../../lib/format/investigation-words'
import { formatMoment, isoTime } from '../../lib/format/clock'
import { formatRatio } from '../../lib/format/counts'
import { notKnown } from '../../lib/format/unknown'
import type { InvestigationAnswer, RunAnswer, RunSettings } from '../../lib/protocol/investigations'
import type { Unit } from '../../lib/protocol/vocabulary'
import { FormFault } from '../forms/field'
import { ForRole } from '../access/for-role'
import controls from '../shell/controls.module.css'
import { ToneLabel } from '../words/word'
import { RunMark } from './age-chart'
import styles from './investigations.module.css'
import { longestOf, RunBar } from './run-bar'
import { RunDialog } from './run-dialog'
import { t } from '../../lib/words/en/investigations'
import { rich } from '../words/rich'

interface RunTableProps {
  answer: InvestigationAnswer
  onChanged: () => void
}

/** Each run: what was toggled, how long, what of it counts, and what it says. */
export function RunTable({ answer, onChanged }: RunTableProps) {
  const { runs, atMs } = answer
  const longestMs = longestOf(runs, atMs)
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={t('tableOfRuns')}>
      <table className={`${styles.table} ${styles.stacked}`}>
        <thead>
          <tr>
            <th scope="col">{t('run')}</th>
            <th scope="col">{t('settings')}</th>
            <th scope="col" className={styles.barCell}>
              {t('warmUpAndSteady')}
            </th>
            <th scope="col" className={styles.number}>
              {t('slope')}
            </th>
            <th scope="col">{t('load')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col" data-act="">
              <span className="visually-hidden">{t('whatCanBeDone')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, at) => (
            <RunRow key={run.id} {...{ answer, run, at, longestMs, onChanged }} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RunRowProps extends RunTableProps {
  run: RunAnswer
  at: number
  longestMs: number
}

function RunRow({ answer, run, at, longestMs, onChanged }: RunRowProps) {
  const { word, tone } = RUN_STATE[run.state]
  return (
    <tr data-run={run.label} data-run-state={run.state}>
      <th scope="row">
        <span className={styles.runName}>
          <RunMark at={at} />
          <span>{run.label}</span>
        </span>
        <RunPlace run={run} nowMs={answer.atMs} />
      </th>
      <td>
        <Settings settings={run.settings} />
      </td>
      <td className={styles.barCell}>
        <RunBar run={run} longestMs={longestMs} nowMs={answer.atMs} />
        <span className={styles.under}>{steadyText(run)}</span>
        <Fills run={run} />
      </td>
      <td className={styles.number} data-label={t('slope')}>
        <Slope run={run} unit={answer.unit} />
      </td>
      <td className={styles.load} data-label={t('load')}>
        <Load run={run} />
      </td>
      <td className={styles.said}>
        <ToneLabel word={word} tone={tone} />
        <span className={styles.under}>{run.sentence}</span>
      </td>
      <td data-act="">
        <ForRole role="operator">
          <RunActs answer={answer} run={run} onChanged={onChanged} />
        </ForRole>
      </td>
    </tr>
  )
}

function Settings({ settings }: { settings: RunSettings }) {
  const names = Object.keys(settings)
  if (names.length === 0) return <span className={styles.note}>{settingsText(settings)}</span>
  return names.map((name) => (
    <code key={name} className={styles.setting}>
      {settingsText({ [name]: settings[name] ?? '' })}
    </code>
  ))
}

/** Where it ran and when. */
function RunPlace({ run: { process, parts, fromMs, toMs }, nowMs }: { run: RunAnswer; nowMs: number }) {
  const [first] = parts
  const where = process === null ? t('allOfTheService') : (first?.instance ?? process)
  const version = first?.version === undefined ? '' : ` ${first.version}`
  const shown = process ?? first?.process
  return (
    <span className={styles.under}>
      {shown === undefined ? where : <Link href={processAddress(shown, fromMs, toMs)}>{where}</Link>}
      {rich(t('from2', { version, fromMs: formatMoment(fromMs, nowMs) }), <time dateTime={isoTime(fromMs)} />)}{' '}
      {toMs === null ? (
        t('on')
      ) : (
        <>{rich(t('to2', { toMs: formatMoment(toMs, nowMs) }), <time dateTime={isoTime(toMs)} />)}</>
      )}
    </span>
  )
}

function processAddress(process: string, fromMs: number, toMs: number | null): string {
  const params = new URLSearchParams({ id: process })
  // An open end is the live edge.
  if (toMs !== null) {
    params.set('from', String(fromMs))
    params.set('to', String(toMs))
  }
  return `/process?${params.toString()}`
}

function Fills({ run: { fills } }: { run: RunAnswer }) {
  const filling = fills.filter(({ isFilling }) => isFilling)
  if (filling.length === 0) return null
  return (
    <span className={styles.under}>
      {filling.map(({ series, share }) => t('full', { series, share: formatRatio(share) })).join(', ')}
    </span>
  )
}

function Slope({ run, unit }: { run: RunAnswer; unit: Unit | null }) {
  const { slope, interval } = slopeText(run.slopePerHour, run.slopeCi90, unit)
  return (
    <>
      <span className={interval === null ? styles.note : styles.strong}>{slope}</span>
      {interval !== null && <span className={styles.under}>{interval}</span>}
    </>
  )
}

function Load({ run }: { run: RunAnswer }) {
  const load = loadText(run)
  if (load === null) return <span className={styles.note}>{notKnown()}</span>
  return (
    <>
      {load.mean}
      {load.range !== null && <span className={styles.under}>{load.range}</span>}
    </>
  )
}

function RunActs({ answer, run, onChanged }: RunTableProps & { run: RunAnswer }) {
  const { ask } = useClient()
  const doing = useDoing()
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const api = investigationsApi(ask)
  const act = async (what: () => Promise<unknown>) => {
    if (await doing.run(what)) onChanged()
  }
  const button = (words: string, onClick: () => void, name = `${words} ${run.label}`) => (
    <button type="button" className={controls.button} aria-label={name} disabled={doing.isBusy} onClick={onClick}>
      {words}
    </button>
  )
  return (
    <div className={styles.acts}>
      {open === 'remove' ? (
        <>
          {button(t('removeItForGood'), () => void act(() => api.removeRun(answer.id, run.id)))}
          {button(t('keepIt'), () => setOpen(null))}
        </>
      ) : (
        <>
          {run.toMs === null && button(t('end'), () => void act(() => api.endRun(answer.id, run.id)))}
          {button(t('edit'), () => setOpen('edit'))}
          {button(t('remove'), () => setOpen('remove'))}
        </>
      )}
      <FormFault fault={doing.fault} />
      {open === 'edit' && (
        <RunDialog
          answer={answer}
          run={run}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            onChanged()
          }}
        />
      )}
    </div>
  )
}
