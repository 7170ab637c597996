'use client'

import { useState } from 'react'
import { findingsMarkdown } from '../../lib/format/finding-markdown'
import type { Finding } from '../../lib/protocol/findings'
import controls from '../shell/controls.module.css'
import { saveAs } from '../shell/save-as'
import styles from './findings.module.css'

/** What is shown, as Markdown: to the clipboard, or as a file. */
export function ExportFindings({ findings }: { findings: readonly Finding[] }) {
  const [told, setTold] = useState('')
  const text = () => findingsMarkdown(findings, window.location.origin)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setTold('Copied.')
    } catch {
      // Only pages from this machine or by https may write there.
      setTold('The browser does not let this page copy; download it instead.')
    }
  }
  return (
    <>
      <span role="status" className={styles.told}>
        {told}
      </span>
      <button type="button" className={controls.button} onClick={() => void copy()}>
        Copy as Markdown
      </button>
      <button type="button" className={controls.button} onClick={() => saveAs('findings.md', 'text/markdown', text())}>
        Download
      </button>
    </>
  )
}
