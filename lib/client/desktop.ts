/** Desktop notifications: what the browser lets this page do, and one notification for each message. */
import type { AlertMessage } from '../protocol/alerts'

export type DesktopPermission = 'unsupported' | 'default' | 'granted' | 'denied'

/** Pages that are not served from this machine need https for it. */
export function desktopPermission(): DesktopPermission {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission
}

export async function askForDesktop(): Promise<DesktopPermission> {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.requestPermission()
}

/** The same message from several open pages is one notification: the browser goes by the tag. */
export function notifyDesktop(message: AlertMessage, onClick: () => void): void {
  if (desktopPermission() !== 'granted') return
  const [worst] = message.worst
  const notification = new Notification(message.title, {
    body: worst?.reason ?? '',
    tag: message.id,
    icon: '/icon.svg',
  })
  notification.addEventListener('click', () => {
    notification.close()
    onClick()
  })
}
