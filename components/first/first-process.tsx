/** The page of one process, as far as it does not move: who it is, how it does, and why. */
import { ProcessHeader } from '../process/process-header'
import styles from '../process/process-page.module.css'
import { Story } from '../process/story'
import { drawFirst } from './draw-first'

function FirstProcess() {
  return (
    <div className={styles.page}>
      <ProcessHeader />
      <Story />
    </div>
  )
}

void drawFirst(({ process }) => (process ? <FirstProcess /> : null))
