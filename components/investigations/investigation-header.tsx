'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, type RefObject } from 'react'
import { investigationsApi } from '../../lib/client/investigations-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { firstSentences } from '../../lib/format/investigation-words'
import { investigationMarkdown } from '../../lib/format/investigation-markdown'
import type { InvestigationAnswer, RunComparison } from '../../lib/protocol/investigations'
import { ForRole } from '../access/for-role'
import { NewFinding } from '../findings/new-finding'
import { FormFault } from '../forms/field'
import controls from '../shell/controls.module.css'
import { AttachButton } from './attach-button'
import { investigationAddress } from './investigation-address'
import styles from './investigations.module.css'
import { pageCopy } from './page-copy'
import { saveAs } from '../shell/save-as'
import { t } from '../../lib/words/en/investigations'
import { rich } from '../words/rich'

interface InvestigationHeaderProps {
  answer: InvestigationAnswer
  comparison: RunComparison | null
  /** What an exported page is made of. */
  report: RefObject<HTMLElement | null>
  onChanged: () => void
}

export function InvestigationHeader({ answer, comparison, report, onChanged }: InvestigationHeaderProps) {
  const { id, title, question, service, metric, sentence } = answer
  return (
    <header className={styles.head}>
      <p className={styles.note} data-act="">
        <Link href="/investigations">{t('investigations')}</Link> <span aria-hidden="true">/</span>
      </p>
      <h1>{title}</h1>
      {question !== '' && <p>{question}</p>}
      <p className={styles.note}>{rich(t('of', { metric, service }), <code />)}</p>
      <div className={styles.acts} data-act="">
        <Share answer={answer} comparison={comparison} report={report} />
        <NewFinding
          title={`${service}: ${firstSentences(comparison?.sentence ?? sentence, comparison === null ? 1 : 2)}`}
          where=""
          evidence={[{ title: t('investigation', { title }), link: investigationAddress(id) }]}
          label={t('makeAFinding')}
        />
        <ForRole role="operator" otherwise={<OnlyLooking followsLives={answer.followsLives} />}>
          <AttachButton id={id} />
          <FollowsLives answer={answer} onChanged={onChanged} />
          <RemoveButton id={id} />
        </ForRole>
      </div>
    </header>
  )
}

/** To whom nothing of it is a button, what it does by itself is said. */
function OnlyLooking({ followsLives }: { followsLives: boolean }) {
  return (
    <span className={styles.note}>
      {t('operatorsChangeIt', { followsLives: followsLives ? t('aLifeWithAnotherVersion') : '' })}
    </span>
  )
}

function Share({ answer, comparison, report }: Omit<InvestigationHeaderProps, 'onChanged'>) {
  const [told, setTold] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(investigationMarkdown({ answer, comparison, address: window.location.href }))
      setTold(t('copied'))
    } catch {
      // Only pages from this machine or by https may write there.
      setTold(t('theBrowserDoesNot'))
    }
  }
  const save = () => {
    if (report.current) saveAs('investigation.html', 'text/html', pageCopy(report.current, answer.title))
  }
  return (
    <>
      <button type="button" className={controls.button} onClick={() => void copy()}>
        {t('copyAsMarkdown')}
      </button>
      <button type="button" className={controls.button} onClick={save}>
        {t('saveAsAPage')}
      </button>
      <span role="status" className={styles.note}>
        {told}
      </span>
    </>
  )
}

function FollowsLives({ answer, onChanged }: Pick<InvestigationHeaderProps, 'answer' | 'onChanged'>) {
  const { ask } = useClient()
  const doing = useDoing()
  const turn = async () => {
    const followsLives = !answer.followsLives
    if (await doing.run(() => investigationsApi(ask).change(answer.id, { followsLives }))) onChanged()
  }
  return (
    <>
      <button
        type="button"
        className={controls.button}
        aria-pressed={answer.followsLives}
        title={t('aLifeWithAnother')}
        disabled={doing.isBusy}
        onClick={() => void turn()}
      >
        {t('followsDeploys')}
      </button>
      <FormFault fault={doing.fault} />
    </>
  )
}

function RemoveButton({ id }: { id: string }) {
  const { ask } = useClient()
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const doing = useDoing()
  const remove = async () => {
    if (await doing.run(() => investigationsApi(ask).remove(id))) router.push('/investigations')
  }
  if (!isAsked)
    return (
      <button type="button" className={controls.button} onClick={() => setAsked(true)}>
        {t('remove')}
      </button>
    )
  return (
    <>
      <button type="button" className={controls.button} disabled={doing.isBusy} onClick={() => void remove()}>
        {t('removeItForGood')}
      </button>
      <button type="button" className={controls.button} onClick={() => setAsked(false)}>
        {t('keepIt')}
      </button>
      <FormFault fault={doing.fault} />
    </>
  )
}
