/** Those who may log in: a small list, kept on disk and whole in memory. A password's hash never leaves this folder. */
import { randomUUID } from 'node:crypto'
import { ACCESS_LIMITS, type Role, type UserSource } from '../../protocol/access'
import { KeptMap, type OnRefused, type RecordStore } from './kept-map'

export const USERS = 'users'
/** The first user, whose password may stand in the environment. */
export const ADMIN = 'admin'

export interface User {
  id: string
  name: string
  role: Role
  source: UserSource
  isDisabled: boolean
  createdAtMs: number
  lastLogInAtMs: number | null
  /** `null` where the person logs in elsewhere. */
  passwordHash: string | null
  /** Whom an identity provider knows by: its address and the subject. */
  subject?: string
}

export class UserFault extends Error {
  constructor(
    readonly code: 'bad_request' | 'full' | 'conflict',
    message: string,
  ) {
    super(message)
  }
}

const FIRST_IS_ADMIN = 'the first user must be an admin: with it the door closes, and somebody must look after the hub.'
const FULL = `there are ${ACCESS_LIMITS.users} users already; remove some first.`
const LAST_ADMIN =
  'this is the only admin who can log in: make another one first, or nobody could look after the hub any more.'

export class UserBook {
  readonly #users: KeptMap<User>

  constructor(store: RecordStore) {
    this.#users = new KeptMap(store, USERS)
  }

  recover(): Promise<void> {
    return this.#users.recover()
  }

  get size(): number {
    return this.#users.size
  }

  /** By name. */
  all(): User[] {
    return [...this.#users.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  }

  get(id: string): User | undefined {
    return this.#users.get(id)
  }

  named(name: string): User | undefined {
    const wanted = foldedOf(name)
    return [...this.#users.values()].find((user) => foldedOf(user.name) === wanted)
  }

  ofSubject(subject: string): User | undefined {
    return [...this.#users.values()].find((user) => user.subject === subject)
  }

  /** @throws UserFault */
  async add(input: Omit<User, 'id' | 'lastLogInAtMs' | 'isDisabled'>, onRefused?: OnRefused): Promise<User> {
    if (this.#users.size >= ACCESS_LIMITS.users) throw new UserFault('full', FULL)
    if (this.named(input.name))
      throw new UserFault('conflict', `there is a user ${JSON.stringify(input.name)} already.`)
    if (this.#users.size === 0 && input.role !== 'admin') throw new UserFault('bad_request', FIRST_IS_ADMIN)
    const user: User = { ...input, id: randomUUID(), isDisabled: false, lastLogInAtMs: null }
    await this.#users.change([user], [], onRefused)
    return user
  }

  /**
   * Whom the identity provider let in, as what it says of him now: with his first log-in he is a user here. That somebody must
   * look after the hub holds for those of this hub's own; of its people the provider decides. @throws UserFault
   */
  async admit(input: Pick<User, 'name' | 'role' | 'createdAtMs'> & { subject: string }): Promise<User> {
    const known = this.ofSubject(input.subject)
    const namesake = this.named(input.name)
    if (!known && namesake) throw new UserFault('conflict', `there is a user ${JSON.stringify(input.name)} already.`)
    if (!known && this.#users.size >= ACCESS_LIMITS.users) throw new UserFault('full', FULL)
    const isFree = !namesake || namesake.id === known?.id
    const user: User = known
      ? { ...known, name: isFree ? input.name : known.name, role: input.role }
      : { ...input, id: randomUUID(), source: 'provider', isDisabled: false, lastLogInAtMs: null, passwordHash: null }
    if (!user.isDisabled) await this.#users.change([user])
    return user
  }

  /** `null`: there is none of this id. @throws UserFault */
  async change(id: string, change: Partial<Omit<User, 'id'>>, onRefused?: OnRefused): Promise<User | null> {
    const before = this.#users.get(id)
    if (!before) return null
    const after = { ...before, ...change }
    if (canAdminister(before) && !canAdminister(after)) this.#keepAnAdmin(id)
    await this.#users.change([after], [], onRefused)
    return after
  }

  /** @throws UserFault */
  async remove(id: string): Promise<boolean> {
    const user = this.#users.get(id)
    if (!user) return false
    if (canAdminister(user)) this.#keepAnAdmin(id)
    await this.#users.change([], [id])
    return true
  }

  #keepAnAdmin(withoutId: string): void {
    const isThere = [...this.#users.values()].some((user) => user.id !== withoutId && canAdminister(user))
    if (!isThere) throw new UserFault('conflict', LAST_ADMIN)
  }
}

function canAdminister({ role, isDisabled }: User): boolean {
  return role === 'admin' && !isDisabled
}

function foldedOf(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
