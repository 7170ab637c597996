import { ROLES, type Me, type Role } from '../protocol/access'
import { useClientState } from './react'

/** Whom the hub takes this browser for; `null` until it said so. */
export function useMe(): Me | null {
  return useClientState(({ me }) => me)
}

/** Whether to offer what needs a role. Until the hub said who this is, it is offered: the hub refuses by itself. */
export function useMay(role: Role): boolean {
  const me = useMe()
  if (me === null) return true
  return me.who !== null && ROLES.indexOf(me.who.role) >= ROLES.indexOf(role)
}
