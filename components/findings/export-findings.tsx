'use client'

import { useState } from 'react'
import { findingsMarkdown } from '../../lib/format/finding-markdown'
import type { Finding } from '../../lib/protocol/findings'
import controls from '../shell/controls.module.css'
import { saveAs } from '../shell/save-as'
import styles from './findings.module.css'
import { t } from '../../lib/words/en/findings'

/** What is shown, as Markdown: to the clipboard, or as a file. */
export function ExportFindings({ findings }: { findings: readonly Finding[] }) {
  const [told, setTold] = useState('')
  const text = () => findingsMarkdown(findings, window.location.origin)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setTold(t('copied'))
    } catch {
      // Only pages from this machine or by https may write there.
      setTold(t('theBrowserDoesNot'))
    }
  }
  return (
    <>
      <span role="status" className={styles.told}>
        {told}
      </span>
      <button type="button" className={controls.button} onClick={() => void copy()}>
        {t('copyAsMarkdown')}
      </button>
      <button type="button" className={controls.button} onClick={() => saveAs('findings.md', 'text/markdown', text())}>
        {t('download')}
      </button>
    </>
  )
}
