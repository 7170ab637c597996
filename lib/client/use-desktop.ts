import { useCallback, useState, useSyncExternalStore } from 'react'
import { askForDesktop, desktopPermission, type DesktopPermission } from './desktop'
import { useRemembered } from './use-remembered'

export interface Desktop {
  permission: DesktopPermission
  isOn: boolean
  /** Asks the browser where that is needed. */
  turnOn: () => Promise<void>
  turnOff: () => void
}

const never = () => () => undefined

export function useDesktop(): Desktop {
  const [{ desktop }, remember] = useRemembered()
  const found = useSyncExternalStore(never, desktopPermission, () => 'unsupported' as const)
  const [answered, setAnswered] = useState<DesktopPermission | null>(null)
  const permission = answered ?? found
  const turnOn = useCallback(async () => {
    const answer = await askForDesktop()
    setAnswered(answer)
    if (answer === 'granted') remember({ desktop: 'on' })
  }, [remember])
  const turnOff = useCallback(() => remember({ desktop: 'off' }), [remember])
  return { permission, isOn: desktop === 'on' && permission === 'granted', turnOn, turnOff }
}
