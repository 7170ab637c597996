/** Who somebody is, by what a provider says of him. */
import { isRecord, textFault } from '../../protocol/checks'
import { ACCESS_LIMITS, ROLES, type Role } from '../../protocol/access'
import type { OidcConfig } from './oidc-config'

export type Claims = Readonly<Record<string, unknown>>

/** The highest role that the claim's values make; `null`: none. */
export function roleOf(claims: Claims, { roleClaim, roles }: Pick<OidcConfig, 'roleClaim' | 'roles'>): Role | null {
  const values = new Set(textsOf(valueAt(claims, roleClaim)))
  const made = roles.filter(({ value }) => value === '*' || values.has(value)).map(({ role }) => role)
  return ROLES.findLast((role) => made.includes(role)) ?? null
}

/** The wanted claim, or what most providers give beside it; the subject, which is always there, where no other will do. */
export function nameOf(claims: Claims, { nameClaim }: Pick<OidcConfig, 'nameClaim'>): string {
  const wanted = [valueAt(claims, nameClaim), claims['email'], claims['name'], claims['sub']]
  for (const one of wanted) {
    const name = typeof one === 'string' ? one.trim().replaceAll(':', '.') : ''
    if (name !== '' && textFault('name', name, ACCESS_LIMITS.nameChars) === null) return name
  }
  return String(claims['sub']).slice(0, ACCESS_LIMITS.nameChars)
}

/** A claim of this very name first: some are addresses, with dots in them. */
export function valueAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined
  return value
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value]
  return list.filter((one) => typeof one === 'string')
}
