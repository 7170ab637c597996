import { useSyncExternalStore } from 'react'
import { ROLES, type Me, type Role } from '../protocol/access'
import { lastRole } from './last-role'
import { useClientState } from './react'

/** Whom the hub takes this browser for; `null` until it said so. */
export function useMe(): Me | null {
  return useClientState(({ me }) => me)
}

/**
 * Whether to offer what needs a role. Until the hub said who this is, it is as it was when a page was last open; and else offered,
 * because the hub refuses by itself.
 */
export function useMay(role: Role): boolean {
  const me = useMe()
  const last = useSyncExternalStore(never, lastRole, () => null)
  const mine = me === null ? (last ?? 'admin') : me.who?.role
  return mine !== undefined && ROLES.indexOf(mine) >= ROLES.indexOf(role)
}

const never = () => () => undefined
