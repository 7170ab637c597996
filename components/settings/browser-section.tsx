'use client'

import { useDesktop } from '../../lib/client/use-desktop'
import { useRemembered } from '../../lib/client/use-remembered'
import type { DesktopPermission } from '../../lib/client/desktop'
import { Field } from '../forms/field'
import controls from '../shell/controls.module.css'
import { ThemeToggle } from '../shell/theme-toggle'
import styles from './settings.module.css'
import { LanguageLine } from './language-line'
import { t } from '../../lib/words/en/settings'
import { rich } from '../words/rich'

/** What this browser keeps for its person; nobody else sees it. */
export function BrowserSection() {
  const [{ name, isSigned }, remember] = useRemembered()
  return (
    <section className={styles.section} aria-labelledby="browser">
      <h2 id="browser">{t('thisBrowser')}</h2>
      <div className={styles.panel}>
        {!isSigned && (
          <div className={styles.line}>
            <Field
              label={t('yourName')}
              value={name}
              onChange={(next) => remember({ name: next })}
              autoComplete="name"
              maxLength={200}
              hint={t('standsBesideWhatYou')}
            />
          </div>
        )}
        <LanguageLine />
        <DesktopLine />
        <div className={styles.line}>
          <p>{rich(t('coloursFollowTheSystem'), <strong />)}</p>
          <ThemeToggle />
        </div>
      </div>
    </section>
  )
}

const WORDS: Record<DesktopPermission, string> = {
  get unsupported() {
    return t('thisBrowserHasNone')
  },
  get default() {
    return t('messagesComeAsToasts')
  },
  get granted() {
    return t('theBrowserPermitsThem')
  },
  get denied() {
    return t('theBrowserRefusesThem')
  },
}

function DesktopLine() {
  const { permission, isOn, turnOn, turnOff } = useDesktop()
  const canTurn = permission === 'default' || permission === 'granted'
  return (
    <div className={styles.line}>
      <p>
        <strong>{t('desktopNotifications', { isOn: isOn ? t('areOn') : t('areOff') })}</strong> {WORDS[permission]}
      </p>
      {canTurn && (
        <button type="button" className={controls.button} onClick={() => (isOn ? turnOff() : void turnOn())}>
          {isOn ? t('turnOff') : t('turnOn')}
        </button>
      )}
    </div>
  )
}
