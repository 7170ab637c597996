import controls from '../shell/controls.module.css'
import styles from './alerts-page.module.css'

/** Of what was asked for, with the way to what there is. */
export function Nothing({ text, act, onAct }: { text: string; act: string; onAct: () => void }) {
  return (
    <div className={styles.empty}>
      <p>{text}</p>
      <button type="button" className={controls.button} onClick={onAct}>
        {act}
      </button>
    </div>
  )
}
