import { describe, expect, it } from 'vitest'
import { readConfig } from '../config'

const ENV = {
  TIDEMARK_PUBLIC_URL: 'https://tidemark.example.com/',
  TIDEMARK_OIDC_ISSUER: 'https://id.example.com/realms/main',
  TIDEMARK_OIDC_CLIENT_ID: 'tidemark',
  TIDEMARK_OIDC_ROLES: 'admin=memory-team, viewer=*',
}

const read = (env: Record<string, string>) => readConfig({}, env)

describe('log-in by a provider', () => {
  it('is not wanted where nothing is said of it', () => {
    expect(read({})).toMatchObject({ ok: true, value: { oidc: null } })
  })

  it('is set by its address, the client, and who gets which role; the rest has defaults', () => {
    expect(read(ENV)).toMatchObject({
      ok: true,
      value: {
        publicUrl: 'https://tidemark.example.com',
        oidc: {
          issuer: 'https://id.example.com/realms/main',
          clientId: 'tidemark',
          clientSecret: null,
          label: 'id.example.com',
          scopes: 'openid profile email',
          nameClaim: 'preferred_username',
          roleClaim: 'groups',
          roles: [
            { role: 'admin', value: 'memory-team' },
            { role: 'viewer', value: '*' },
          ],
        },
      },
    })
  })

  it.each([
    [{ TIDEMARK_OIDC_ISSUER: 'http://id.example.com' }, 'TIDEMARK_OIDC_ISSUER must be the https address of a provider'],
    [{ TIDEMARK_OIDC_ISSUER: 'https://id.example.com/?x=1' }, 'TIDEMARK_OIDC_ISSUER must be'],
    [{ TIDEMARK_OIDC_CLIENT_ID: '' }, 'needs TIDEMARK_OIDC_CLIENT_ID.'],
    [{ TIDEMARK_OIDC_ROLES: '' }, 'needs TIDEMARK_OIDC_ROLES (who gets which role'],
    [{ TIDEMARK_OIDC_ROLES: 'owner=x' }, 'TIDEMARK_OIDC_ROLES must be roles with the value of the claim'],
    [{ TIDEMARK_PUBLIC_URL: '' }, 'needs TIDEMARK_PUBLIC_URL (the provider leads people back to it).'],
    [
      { TIDEMARK_OIDC_SCOPES: 'profile' },
      'TIDEMARK_OIDC_SCOPES must be scopes with blanks between them, openid among them',
    ],
    [{ TIDEMARK_OIDC_ISSUER: '' }, 'TIDEMARK_OIDC_CLIENT_ID is set and TIDEMARK_OIDC_ISSUER is not'],
    [
      { TIDEMARK_OIDC_CLIENT_SECRET: 'a b' },
      'TIDEMARK_OIDC_CLIENT_SECRET must be up to 500 printable ASCII characters without blanks; what came is not.',
    ],
  ])('with %j is refused with a sentence that says what would do', (change, sentence) => {
    expect(read({ ...ENV, ...change })).toEqual({ ok: false, message: expect.stringContaining(sentence) })
  })
})
