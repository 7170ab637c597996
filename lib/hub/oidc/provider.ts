/**
 * Log-in by an identity provider: OpenID Connect's authorization code flow with PKCE, state and nonce, by openid-client, which
 * is certified for it. The library is loaded when somebody first asks for it.
 */
import type { Configuration } from 'openid-client'
import { type Claims, nameOf, roleOf, valueAt } from './claims'
import { isLocal, type OidcConfig } from './oidc-config'
import type { Role } from '../../protocol/access'

/** What the browser keeps between the way there and the way back. */
export interface Journey {
  state: string
  nonce: string
  verifier: string
  next: string
  startedAtMs: number
}

/** Whom the provider says it is. */
export interface Person {
  /** Its address and the subject, which is his for ever. */
  subject: string
  name: string
  /** `null`: no value of the claim makes one. */
  role: Role | null
}

const ANSWERS_WITHIN_S = 10
/** What a provider says of itself, its addresses and what it can do, changes seldom. */
const KNOWN_FOR_MS = 3_600_000

export class Provider {
  readonly #config: OidcConfig
  readonly #redirectUri: string
  readonly #leftUri: string
  readonly #nowMs: () => number
  #known: { configuration: Configuration; atMs: number } | null = null

  constructor(config: OidcConfig, publicUrl: string, callbackPath: string, nowMs: () => number) {
    this.#config = config
    this.#redirectUri = `${publicUrl}${callbackPath}`
    this.#leftUri = `${publicUrl}/log-in`
    this.#nowMs = nowMs
  }

  get label(): string {
    return this.#config.label
  }

  /** Where the browser goes, and what it has to bring back. Rejects where the provider does not answer. */
  async begin(next: string): Promise<{ address: string; journey: Journey }> {
    const client = await import('openid-client')
    const configuration = await this.#discovered()
    const journey = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      next,
      startedAtMs: this.#nowMs(),
    }
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: this.#config.scopes,
      code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
      state: journey.state,
      nonce: journey.nonce,
    })
    return { address: address.href, journey }
  }

  /** `search`: the query that the browser came back with. Rejects where anything in it is not as it must be. */
  async finish(search: string, { state, nonce, verifier }: Journey): Promise<Person> {
    const client = await import('openid-client')
    const configuration = await this.#discovered()
    const tokens = await client.authorizationCodeGrant(configuration, new URL(`${this.#redirectUri}${search}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const idClaims = tokens.claims()
    if (idClaims === undefined) throw new Error('the provider gave no ID token.')
    const claims = await this.#complete(idClaims, tokens.access_token)
    return {
      subject: `${idClaims.iss} ${idClaims.sub}`,
      name: nameOf(claims, this.#config),
      role: roleOf(claims, this.#config),
    }
  }

  /** Where a log-out goes on to, so that the provider ends its own session; `null`: it knows no such thing. */
  async leaving(): Promise<string | null> {
    const client = await import('openid-client')
    const configuration = await this.#discovered()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null
    return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: this.#leftUri }).href
  }

  /** Some providers put into the ID token what is wanted, others only into what they answer when asked. */
  async #complete(claims: Claims & { sub: string }, accessToken: string): Promise<Claims> {
    const { nameClaim, roleClaim } = this.#config
    if ([nameClaim, roleClaim].every((name) => valueAt(claims, name) !== undefined)) return claims
    const configuration = await this.#discovered()
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims
    const client = await import('openid-client')
    return { ...(await client.fetchUserInfo(configuration, accessToken, claims.sub)), ...claims }
  }

  async #discovered(): Promise<Configuration> {
    const nowMs = this.#nowMs()
    if (this.#known && nowMs - this.#known.atMs < KNOWN_FOR_MS) return this.#known.configuration
    const { issuer, clientId, clientSecret } = this.#config
    const client = await import('openid-client')
    try {
      const configuration = await client.discovery(
        new URL(issuer),
        clientId,
        clientSecret ?? undefined,
        clientSecret === null ? client.None() : undefined,
        {
          timeout: ANSWERS_WITHIN_S,
          // The signature of the ID token counts, too, and not only that it came over TLS.
          execute: [client.enableNonRepudiationChecks, ...(isLocal(issuer) ? [client.allowInsecureRequests] : [])],
        },
      )
      this.#known = { configuration, atMs: nowMs }
    } catch (error) {
      if (this.#known === null) throw error
    }
    return this.#known.configuration
  }
}
