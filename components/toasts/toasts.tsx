'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useClient, useClientState } from '../../lib/client/react'
import { notifyDesktop } from '../../lib/client/desktop'
import { useDesktop } from '../../lib/client/use-desktop'
import { MESSAGE } from '../../lib/format/alert-words'
import { formatClock } from '../../lib/format/clock'
import { FLAG } from '../../lib/format/words'
import type { AlertMessage } from '../../lib/protocol/alerts'
import controls from '../shell/controls.module.css'
import { ToneMark } from '../words/tone-mark'
import styles from './toasts.module.css'
import { t } from '../../lib/words/en/shell'

/** What asks for a person interrupts; what is over, or only changed, waits until a reader pauses. */
const URGENT: ReadonlySet<AlertMessage['kind']> = new Set(['firing', 'escalated', 'repeat'])

export function toastAddress({ group, worst, count }: AlertMessage): string {
  const [only] = worst
  if (count === 1 && only) return `/alerts?id=${encodeURIComponent(only.id)}`
  return `/alerts?service=${encodeURIComponent(group.service)}&rule=${group.rule}`
}

/** The messages that were just told, on every page, until somebody dismisses them. */
export function Toasts() {
  const toasts = useClientState(({ alerts }) => alerts.toasts)
  const dropped = useClientState(({ alerts }) => alerts.toastsDropped)
  useDesktopNotifications()
  const urgent = toasts.filter(({ kind }) => URGENT.has(kind))
  const calm = toasts.filter(({ kind }) => !URGENT.has(kind))
  return (
    <section className={styles.corner} aria-label={t('newMessages')} data-screen-only="">
      <div role="alert">
        <ToastList toasts={urgent} />
      </div>
      <div role="status">
        <ToastList toasts={calm} />
      </div>
      {dropped > 0 && (
        <p className={styles.more}>
          <Link href="/alerts">{t('more', { dropped })}</Link>
        </p>
      )}
    </section>
  )
}

function ToastList({ toasts }: { toasts: readonly AlertMessage[] }) {
  if (toasts.length === 0) return null
  return (
    <ul className={styles.list}>
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </ul>
  )
}

function Toast({ toast }: { toast: AlertMessage }) {
  const client = useClient()
  const tone = toast.kind === 'resolved' ? 'good' : FLAG[toast.group.rule].tone
  return (
    <li className={styles.toast} data-toast={toast.kind}>
      <ToneMark tone={tone} />
      <div>
        <p>
          <strong>{MESSAGE[toast.kind]}</strong> <time>{formatClock(toast.atMs)}</time>
        </p>
        <p>
          <Link href={toastAddress(toast)} onClick={() => client.dismissToast(toast.id)}>
            {toast.title}
          </Link>
        </p>
      </div>
      <button
        type="button"
        className={controls.icon}
        aria-label={t('dismiss', { title: toast.title })}
        onClick={() => client.dismissToast(toast.id)}
      >
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="1.6" />
        </svg>
      </button>
    </li>
  )
}

/** Only for who does not look at the page: there the toast is enough. */
function useDesktopNotifications(): void {
  const client = useClient()
  const router = useRouter()
  const { isOn } = useDesktop()
  useEffect(() => {
    if (!isOn) return undefined
    return client.onTold((told) => {
      if (document.hasFocus()) return
      notifyDesktop(told, () => {
        window.focus()
        router.push(toastAddress(told))
      })
    })
  }, [client, router, isOn])
}
