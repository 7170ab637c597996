'use client'

import Link from 'next/link'
import { useState } from 'react'
import { findingsApi } from '../../lib/client/findings-api'
import { useClient } from '../../lib/client/react'
import { useDoing } from '../../lib/client/use-doing'
import { useRemembered } from '../../lib/client/use-remembered'
import { FINDING_LIMITS, type Finding, type FindingInput } from '../../lib/protocol/findings'
import { ForRole } from '../access/for-role'
import { FormFault } from '../forms/field'
import { NameDialog } from '../forms/name-dialog'
import controls from '../shell/controls.module.css'
import { findingAddress } from './finding-address'
import { t } from '../../lib/words/en/findings'

type NewFindingProps = Pick<FindingInput, 'title' | 'where' | 'evidence'> & { label: string }

/** One press keeps it, once the browser knows the name; what else is to be said is said where findings are. */
export function NewFinding({ title, where, evidence, label }: NewFindingProps) {
  const { ask } = useClient()
  const [{ name }] = useRemembered()
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<{ finding: Finding; of: string } | null>(null)
  const doing = useDoing()
  // What this shows may become something else.
  const of = evidence.map(({ link }) => link).join(' ')
  const make = async (by: string) => {
    const input: FindingInput = {
      title: title.slice(0, FINDING_LIMITS.titleChars),
      where: where.slice(0, FINDING_LIMITS.whereChars),
      status: 'not started',
      evidence,
      by,
    }
    const isDone = await doing.run(async () => setMade({ finding: await findingsApi(ask).add(input), of }))
    if (isDone) setOpen(false)
  }
  if (made?.of === of) return <Link href={findingAddress(made.finding.id)}>{t('itIsAFinding')}</Link>
  return (
    <ForRole role="operator">
      <button
        type="button"
        className={controls.button}
        title={name === '' ? t('asksForYourName') : t('as', { name })}
        disabled={doing.isBusy}
        onClick={() => (name === '' ? setOpen(true) : void make(name))}
      >
        {label}
      </button>
      {!isOpen && <FormFault fault={doing.fault} />}
      {isOpen && (
        <NameDialog
          title={t('makeAFinding')}
          act={t('makeIt')}
          isBusy={doing.isBusy}
          fault={doing.fault}
          onAct={(by) => void make(by)}
          onClose={() => {
            doing.clear()
            setOpen(false)
          }}
        >
          <p>{title}</p>
        </NameDialog>
      )}
    </ForRole>
  )
}
