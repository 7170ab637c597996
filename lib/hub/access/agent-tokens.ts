/**
 * Which agents may come in, and as which service. A service without tokens of its own is opened by the shared token of the
 * environment, or by none where there is no such token. Its first own token gives what opened it before a time of grace, and so
 * does each further one to the one before: agents are told the new one within it, and none is ever shut out.
 */
import { ACCESS_LIMITS, type AgentTokensAnswer, type AgentTokenView, type Shown } from '../../protocol/access'
import type { AgentDoor, AgentPass } from '../../ingest/agent-door'
import { KeptMap, type RecordStore } from './kept-map'
import { hashOf } from './sessions'
import { keepsTime, type KeptToken, madeToken, viewOf } from './token-text'

export const AGENT_TOKENS = 'agent-tokens'
export const AGENT_SERVICES = 'agent-services'

interface AgentToken extends KeptToken {
  service: string
}

interface OwnService {
  /** The service. */
  id: string
  othersUntilMs: number
}

export interface AgentTokensOptions {
  store: RecordStore
  /** Of the environment; `null`: there is none, and agents need none but where their service has its own. */
  shared: string | null
  nowMs: () => number
  /** What opened a service before no longer does: whoever is connected with it is to be asked again. */
  onChange: () => void
  onTrouble: (message: string, cause: unknown) => void
}

export class AgentTokenBook implements AgentDoor {
  readonly #options: AgentTokensOptions
  readonly #tokens: KeptMap<AgentToken>
  readonly #services: KeptMap<OwnService>
  readonly #byHash = new Map<string, string>()
  readonly #sharedHash: string | null

  constructor(options: AgentTokensOptions) {
    this.#options = options
    this.#tokens = new KeptMap(options.store, AGENT_TOKENS)
    this.#services = new KeptMap(options.store, AGENT_SERVICES)
    this.#sharedHash = options.shared === null ? null : hashOf(options.shared)
  }

  async recover(): Promise<void> {
    await Promise.all([this.#tokens.recover(), this.#services.recover()])
    for (const { id, hash } of this.#tokens.values()) this.#byHash.set(hash, id)
  }

  answer(): AgentTokensAnswer {
    const nowMs = this.#options.nowMs()
    const tokens = [...this.#tokens.values()].toSorted(
      (a, b) => a.service.localeCompare(b.service) || b.createdAtMs - a.createdAtMs,
    )
    const services = [...this.#services.values()].map(({ id, othersUntilMs }) => ({
      service: id,
      othersUntilMs: othersUntilMs > nowMs ? othersUntilMs : null,
    }))
    return {
      tokens: tokens.map((token) => ({ ...viewOf(token), service: token.service })),
      services: services.toSorted((a, b) => a.service.localeCompare(b.service)),
      hasSharedToken: this.#sharedHash !== null,
    }
  }

  get(id: string): AgentToken | undefined {
    return this.#tokens.get(id)
  }

  /** A new token of a service; what opened it before does so for `graceMs` more. @throws RangeError */
  async add(service: string, graceMs: number, createdBy: string): Promise<Shown<AgentTokenView>> {
    const nowMs = this.#options.nowMs()
    const mine = [...this.#tokens.values()].filter((token) => token.service === service)
    const valid = mine.filter((token) => !isOver(token, nowMs))
    if (valid.length >= ACCESS_LIMITS.agentTokensOfService)
      throw new RangeError(`${service} has two tokens that hold already; remove the one that is no longer used first.`)
    const over = mine.filter((token) => isOver(token, nowMs)).map(({ id }) => id)
    if (this.#tokens.size - over.length >= ACCESS_LIMITS.agentTokens)
      throw new RangeError(`there are ${ACCESS_LIMITS.agentTokens} tokens of agents already; remove some first.`)
    // Made within the same millisecond, the later one is the newer all the same.
    const madeAtMs = Math.max(nowMs, ...mine.map((one) => one.createdAtMs + 1))
    const { token, kept } = madeToken('tda', madeAtMs, { createdBy, expiresAtMs: null })
    const made: AgentToken = { ...kept, service }
    const older = valid.map((one) => ({ ...one, expiresAtMs: Math.min(one.expiresAtMs ?? Infinity, nowMs + graceMs) }))
    // First the service: were the hub to end in between, what opened it before would have its time of grace all the same.
    if (!this.#services.get(service)) await this.#services.change([{ id: service, othersUntilMs: nowMs + graceMs }])
    await this.#tokens.change([made, ...older], over)
    this.#byHash.set(made.hash, made.id)
    this.#options.onChange()
    return { ...viewOf(made), service, token }
  }

  /** A service whose last token goes is shut, until it gets another one or is released: what was taken away was perhaps stolen. */
  async remove(id: string): Promise<AgentToken | null> {
    const token = this.#tokens.get(id)
    if (!token) return null
    await this.#tokens.change([], [id])
    this.#byHash.delete(token.hash)
    this.#options.onChange()
    return token
  }

  /** The service is as one that never had tokens of its own. Its tokens must be gone. @throws RangeError */
  async release(service: string): Promise<boolean> {
    if (!this.#services.get(service)) return false
    if ([...this.#tokens.values()].some((token) => token.service === service))
      throw new RangeError(`${service} still has a token; remove its tokens first.`)
    await this.#services.change([], [service])
    return true
  }

  /** Ends the time in which a service is opened by something other than its newest token. */
  async endGrace(service: string): Promise<boolean> {
    const known = this.#services.get(service)
    if (!known) return false
    const nowMs = this.#options.nowMs()
    const newest = [...this.#tokens.values()]
      .filter((token) => token.service === service)
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
    await this.#tokens.change(newest.slice(1).map((token) => ({ ...token, expiresAtMs: nowMs })))
    await this.#services.change([{ ...known, othersUntilMs: nowMs }])
    this.#options.onChange()
    return true
  }

  /** Whether it is one of an agent, the shared one or a service's own. */
  hasToken(token: string): boolean {
    const hash = hashOf(token)
    return this.#byHash.has(hash) || hash === this.#sharedHash
  }

  /** What a token opens that an agent brought on connect; `null`: nothing. */
  pass(token: unknown): AgentPass | null {
    const hash = typeof token === 'string' ? hashOf(token) : null
    const own = hash === null ? undefined : this.#tokens.get(this.#byHash.get(hash) ?? '')
    if (own && !isOver(own, this.#options.nowMs())) return { token: own.id, service: own.service }
    // Of random bits' hashes nothing is learnt by how long it takes to compare them.
    return this.#sharedHash === null || hash === this.#sharedHash ? { token: null, service: null } : null
  }

  /** Why whoever has this pass may not be `service` now; `null`: it may. That it was used is kept to some minutes. */
  serviceFault(pass: AgentPass, service: string): string | null {
    const nowMs = this.#options.nowMs()
    if (pass.token === null) {
      const known = this.#services.get(service)
      if (!known || known.othersUntilMs > nowMs) return null
      return `the service ${JSON.stringify(service)} has tokens of its own, and the one that came is none of them.`
    }
    const token = this.#tokens.get(pass.token)
    if (!token || isOver(token, nowMs)) return 'the token is no longer good: it was replaced or removed.'
    if (pass.service !== service)
      return `the token is that of the service ${JSON.stringify(pass.service)}, and does not open ${JSON.stringify(service)}.`
    if (keepsTime(token, nowMs)) this.#used(token, nowMs)
    return null
  }

  #used(token: AgentToken, nowMs: number): void {
    this.#tokens.change([{ ...token, lastUsedAtMs: nowMs }]).catch((cause: unknown) => {
      this.#options.onTrouble('it could not be kept when a token was used last', cause)
    })
  }
}

function isOver({ expiresAtMs }: AgentToken, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs
}
