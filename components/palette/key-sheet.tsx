'use client'

import { Dialog } from '../forms/dialog'
import controls from '../shell/controls.module.css'
import { KEY_GROUPS } from './keys'
import styles from './palette.module.css'
import { t } from '../../lib/words/en/palette'

/** All keys, by where they work. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys')} onClose={onClose}>
      {KEY_GROUPS.map(({ where, keys }) => (
        <section key={where} className={styles.keys} aria-label={where}>
          <h3>{where}</h3>
          <dl>
            {keys.map(({ keys: pressed, does }) => (
              <div key={does}>
                <dt>
                  {pressed.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <div className={styles.actions}>
        <button type="button" className={controls.button} data-first="" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </Dialog>
  )
}
