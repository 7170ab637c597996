/** What a route or a message asks of whoever comes, and whether a caller may. */
import { ROLES, type CameBy, type Role } from '../../protocol/access'

/**
 * `open`: anybody. `page`: the dashboard's files, of which only those of the log-in page are for anybody. `upload`: it checks a
 * token of its own that is good once. `agent`: what a target sends.
 */
export const ACCESS_RULES = ['open', 'page', 'upload', 'agent', ...ROLES] as const
export type AccessRule = (typeof ACCESS_RULES)[number]

export interface KnownCaller {
  via: CameBy
  role: Role
  /** `null` where the door is open. */
  name: string | null
  /** The user, where there is one. */
  user: string | null
  /** The session or token that it holds, to be asked again whether it still holds. */
  credential: string | null
}

export type Caller =
  | KnownCaller
  /** An agent's token; `service` is `null` for the one that opens every service. */
  | { via: 'agent'; service: string | null }
  /** `fault`: why what it brought will not do, in a sentence; `null`: it brought nothing. */
  | { via: 'none'; fault: string | null; waitMs?: number }

export const OPEN_DOOR: KnownCaller = { via: 'open', role: 'admin', name: null, user: null, credential: null }

export function isKnown(caller: Caller): caller is KnownCaller {
  return caller.via !== 'none' && caller.via !== 'agent'
}

export function holdsRole(caller: Caller, wanted: Role): boolean {
  return isKnown(caller) && ROLES.indexOf(caller.role) >= ROLES.indexOf(wanted)
}

export type Verdict = 'yes' | 'who?' | 'no'

/** `who?`: it has to say who it is; `no`: that is known, and is not enough. */
export function mayUse(caller: Caller, rule: AccessRule): Verdict {
  switch (rule) {
    case 'open':
    case 'upload':
      return 'yes'
    case 'agent':
      return caller.via === 'agent' || holdsRole(caller, 'admin') ? 'yes' : caller.via === 'none' ? 'who?' : 'no'
    case 'page':
      return isKnown(caller) ? 'yes' : 'who?'
    case 'viewer':
    case 'operator':
    case 'admin':
      return holdsRole(caller, rule) ? 'yes' : caller.via === 'none' ? 'who?' : 'no'
    default:
      return rule satisfies never
  }
}
