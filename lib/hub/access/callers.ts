/** From what a request brings to who asks. A fault of one way in never falls back to another. */
import { ACCESS_LIMITS } from '../../protocol/access'
import type { Access } from './access'
import type { Caller } from './roles'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** `sessionOf`: the session's id of a cookie header, where its signature is right. */
export class Callers {
  readonly #access: Access
  readonly #sessionOf: (cookies: string) => string | null

  constructor(access: Access, sessionOf: (cookies: string) => string | null) {
    this.#access = access
    this.#sessionOf = sessionOf
  }

  async of(headers: Headers, address: string): Promise<Caller> {
    const access = this.#access
    const { authorization, cookie } = headers
    if (typeof authorization === 'string' && authorization !== '') {
      const known = await this.#ofAuthorization(authorization, address)
      // What somebody sends to a hub that asks for nothing does not keep him out.
      return known.via === 'none' && access.isOpen ? access.nobody : known
    }
    const hash = typeof cookie === 'string' ? this.#sessionOf(cookie) : null
    return (hash === null ? null : access.ofSession(hash)) ?? access.nobody
  }

  async #ofAuthorization(authorization: string, address: string): Promise<Caller> {
    const [scheme = '', value = ''] = authorization.split(/\s+/u, 2)
    switch (scheme.toLowerCase()) {
      case 'bearer':
        return this.#ofToken(value)
      case 'basic':
        return this.#ofPassword(value, address)
      default:
        return { via: 'none', fault: 'Authorization must be Bearer with a token, or Basic with a name and a password.' }
    }
  }

  #ofToken(value: string): Caller {
    const { apiTokens, agentTokens } = this.#access
    const token = apiTokens.use(value)
    if (token === 'over') return { via: 'none', fault: 'the token has expired; make another one.' }
    if (token) return { via: 'token', role: token.role, name: token.name, user: null, credential: token.id }
    const pass = agentTokens.hasToken(value) ? agentTokens.pass(value) : null
    if (pass) return { via: 'agent', service: pass.service }
    return { via: 'none', fault: 'this hub does not know the token.' }
  }

  async #ofPassword(value: string, address: string): Promise<Caller> {
    const [name = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':')
    if (this.#access.isOpen) return this.#access.nobody
    const tried = await this.#access.logIns.tryAgain(name, rest.join(':'), address)
    if (tried.ok) return this.#access.ofPassword(tried.user)
    const { message: fault, waitMs, reason } = tried
    // As one that came to the log-in is; how often somebody may try bounds it.
    if (reason === 'wrong') await this.#auditTry(name, address)
    return { via: 'none', fault, ...(waitMs > 0 ? { waitMs } : {}) }
  }

  #auditTry(name: string, from: string): Promise<void> {
    const by = name.slice(0, ACCESS_LIMITS.nameChars)
    return this.#access.audit.add({
      by,
      via: 'none',
      from,
      act: 'log in',
      about: 'by basic authentication',
      outcome: 'refused',
    })
  }
}
