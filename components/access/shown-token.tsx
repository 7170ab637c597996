'use client'

import { Dialog } from '../forms/dialog'
import forms from '../forms/forms.module.css'
import controls from '../shell/controls.module.css'
import { CopyButton } from '../shell/copy-button'
import styles from './access.module.css'
import { t } from '../../lib/words/en/access'

interface ShownTokenProps {
  title: string
  token: string
  /** Where it goes, as a line to be put there. */
  hint: string
  onClose: () => void
}

/** The one time that a token is shown: it is nowhere but here. */
export function ShownToken({ title, token, hint, onClose }: ShownTokenProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={forms.form}>
        <p>{t('itIsShownThis')}</p>
        <div className={styles.token}>
          <code data-token="" tabIndex={0} role="textbox" aria-readonly="true" aria-label={t('token')}>
            {token}
          </code>
          <CopyButton text={token} />
        </div>
        <p className={forms.hint}>{hint}</p>
        <div className={forms.actions}>
          <button type="button" className={`${controls.button} ${controls.primary}`} onClick={onClose}>
            {t('done')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
