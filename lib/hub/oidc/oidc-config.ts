/** What the hub is told of an identity provider, by which people may log in (OpenID Connect): from the environment. */
import { z } from 'zod'
import { show } from '../../protocol/checks'
import { ROLES, type Role } from '../../protocol/access'

export interface OidcConfig {
  /** As the provider says it of itself. */
  issuer: string
  clientId: string
  /** `null`: a public client, which PKCE alone protects. */
  clientSecret: string | null
  /** On the button of the log-in page. */
  label: string
  scopes: string
  /** Of the ID token or the user info: what the person is called here. */
  nameClaim: string
  /** … and what decides the role: text, or a list of texts. A dot leads into an object. */
  roleClaim: string
  /** Which values of the claim make which role; `*` is everybody whom the provider knows. The highest counts. */
  roles: readonly RoleRule[]
}

export interface RoleRule {
  role: Role
  value: string
}

const printable = z.string().regex(/^[\x20-\x7e]{0,500}$/u)
const secret = z.string().regex(/^[\x21-\x7e]{0,500}$/u)
const claim = z.string().regex(/^[\w.:/-]{1,200}$/u)
const CLAIM = 'the name of a claim, such as groups or realm_access.roles'

/** Fields of `config.ts`. */
export const OIDC_FIELDS = {
  oidcIssuer: {
    env: 'TIDEMARK_OIDC_ISSUER',
    fallback: '',
    schema: z.string().refine((text) => text === '' || isIssuer(text)),
    wanted: 'the https address of a provider, as it says it of itself (http only on this machine)',
  },
  oidcClientId: {
    env: 'TIDEMARK_OIDC_CLIENT_ID',
    fallback: '',
    schema: printable,
    wanted: 'up to 500 ASCII characters',
  },
  oidcClientSecret: {
    env: 'TIDEMARK_OIDC_CLIENT_SECRET',
    fallback: '',
    schema: secret,
    wanted: 'up to 500 printable ASCII characters without blanks',
    isSecret: true,
  },
  oidcLabel: {
    env: 'TIDEMARK_OIDC_LABEL',
    fallback: '',
    schema: z.string().max(60),
    wanted: 'up to 60 characters for the button',
  },
  oidcScopes: {
    env: 'TIDEMARK_OIDC_SCOPES',
    fallback: 'openid profile email',
    schema: printable.refine((text) => text.split(' ').includes('openid')),
    wanted: 'scopes with blanks between them, openid among them',
  },
  oidcNameClaim: { env: 'TIDEMARK_OIDC_NAME_CLAIM', fallback: 'preferred_username', schema: claim, wanted: CLAIM },
  oidcRoleClaim: { env: 'TIDEMARK_OIDC_ROLE_CLAIM', fallback: 'groups', schema: claim, wanted: CLAIM },
  oidcRoles: {
    env: 'TIDEMARK_OIDC_ROLES',
    fallback: '',
    schema: z.string().refine((text) => text === '' || rolesOf(text) !== null),
    wanted: `roles with the value of the claim that makes them, such as admin=memory-team,viewer=* (${ROLES.join(', ')})`,
  },
} as const

type OidcValues = Record<keyof typeof OIDC_FIELDS, string | number>

/** What is missing, in a sentence; `null`: nothing, or no provider is wanted. */
export function oidcFault(values: OidcValues, publicUrl: string): string | null {
  if (!values.oidcIssuer) {
    const lone = (['oidcClientId', 'oidcClientSecret', 'oidcRoles'] as const).find((name) => values[name])
    return lone === undefined
      ? null
      : `${OIDC_FIELDS[lone].env} is set and TIDEMARK_OIDC_ISSUER is not; log-in by a provider needs its address: set it, or neither.`
  }
  const missing = [
    ...(values.oidcClientId ? [] : ['TIDEMARK_OIDC_CLIENT_ID']),
    ...(values.oidcRoles
      ? []
      : ['TIDEMARK_OIDC_ROLES (who gets which role; viewer=* lets in whoever the provider knows)']),
    ...(publicUrl ? [] : ['TIDEMARK_PUBLIC_URL (the provider leads people back to it)']),
  ]
  return missing.length === 0
    ? null
    : `TIDEMARK_OIDC_ISSUER is ${show(String(values.oidcIssuer))}, and log-in by it needs ${missing.join(' and ')}.`
}

export function oidcOf(values: OidcValues): OidcConfig | null {
  const issuer = String(values.oidcIssuer)
  if (issuer === '') return null
  return {
    issuer,
    clientId: String(values.oidcClientId),
    clientSecret: String(values.oidcClientSecret) || null,
    label: String(values.oidcLabel) || new URL(issuer).host,
    scopes: String(values.oidcScopes),
    nameClaim: String(values.oidcNameClaim),
    roleClaim: String(values.oidcRoleClaim),
    roles: rolesOf(String(values.oidcRoles)) ?? [],
  }
}

/** Secrets and log-ins go there: over TLS, but for a provider on this very machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username } = new URL(text)
  return (protocol === 'https:' || isLocal(text)) && search === '' && hash === '' && username === ''
}

export function isLocal(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(hostname)
}

/** `admin=a,operator=b,viewer=*`; the value may hold `=`, and no comma. */
function rolesOf(text: string): RoleRule[] | null {
  const rules: RoleRule[] = []
  for (const part of text.split(',')) {
    const [, role = '', value = ''] = /^\s*([a-z]+)=(.+?)\s*$/u.exec(part) ?? []
    const known = ROLES.find((one) => one === role)
    if (known === undefined || value.length > 200) return null
    rules.push({ role: known, value })
  }
  return rules
}
