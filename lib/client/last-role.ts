/** What whoever looks with this browser could do when a page was last open: until the hub says it anew, no more is offered. */
import { ROLES, type Role } from '../protocol/access'

const KEY = 'tidemark.role'

/** `null`: not known. */
export function lastRole(): Role | null {
  try {
    const kept = window.localStorage.getItem(KEY)
    return ROLES.find((role) => role === kept) ?? null
  } catch {
    // There is no storage here: the hub's word is waited for.
    return null
  }
}

export function keepRole(role: Role | null): void {
  try {
    if (role === null) window.localStorage.removeItem(KEY)
    else window.localStorage.setItem(KEY, role)
  } catch {
    // As above.
  }
}
