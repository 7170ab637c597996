'use client'

import { useDesktop } from '../../lib/client/use-desktop'
import { useRemembered } from '../../lib/client/use-remembered'
import type { DesktopPermission } from '../../lib/client/desktop'
import { Field } from '../forms/field'
import controls from '../shell/controls.module.css'
import { ThemeToggle } from '../shell/theme-toggle'
import styles from './settings.module.css'

/** What this browser keeps for its person; nobody else sees it. */
export function BrowserSection() {
  const [{ name, isSigned }, remember] = useRemembered()
  return (
    <section className={styles.section} aria-labelledby="browser">
      <h2 id="browser">This browser</h2>
      <div className={styles.panel}>
        {!isSigned && (
          <div className={styles.line}>
            <Field
              label="Your name"
              value={name}
              onChange={(next) => remember({ name: next })}
              autoComplete="name"
              maxLength={200}
              hint="Stands beside what you acknowledge, silence and note."
            />
          </div>
        )}
        <DesktopLine />
        <div className={styles.line}>
          <p>
            <strong>Colours</strong> follow the system until they are turned here.
          </p>
          <ThemeToggle />
        </div>
      </div>
    </section>
  )
}

const WORDS: Record<DesktopPermission, string> = {
  unsupported: 'This browser has none here; pages that do not come from this machine need https for them.',
  default: 'Messages come as toasts on open pages. The desktop can show them while you look elsewhere.',
  granted: 'The browser permits them.',
  denied: 'The browser refuses them for this address; its own settings of this site can change that.',
}

function DesktopLine() {
  const { permission, isOn, turnOn, turnOff } = useDesktop()
  const canTurn = permission === 'default' || permission === 'granted'
  return (
    <div className={styles.line}>
      <p>
        <strong>Desktop notifications {isOn ? 'are on' : 'are off'}.</strong> {WORDS[permission]}
      </p>
      {canTurn && (
        <button type="button" className={controls.button} onClick={() => (isOn ? turnOff() : void turnOn())}>
          {isOn ? 'Turn off' : 'Turn on'}
        </button>
      )}
    </div>
  )
}
