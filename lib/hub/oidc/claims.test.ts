import { expect, it } from 'vitest'
import { nameOf, roleOf } from './claims'

const roles = [
  { role: 'viewer', value: '*' },
  { role: 'admin', value: 'memory-team' },
  { role: 'operator', value: 'on-call' },
] as const

it.each([
  [{ groups: ['memory-team', 'on-call'] }, 'admin'],
  [{ groups: ['on-call', 'others'] }, 'operator'],
  [{ groups: 'on-call' }, 'operator'],
  [{ groups: [['memory-team']] }, 'viewer'],
  [{ groups: { 'memory-team': true } }, 'viewer'],
  [{}, 'viewer'],
])('of %j the highest role that a value makes is %s', (claims, role) => {
  expect(roleOf(claims, { roleClaim: 'groups', roles })).toBe(role)
})

it('who has none of the values has no role, and no claim of an object’s own making counts', () => {
  const strict = { roleClaim: 'groups', roles: roles.slice(1) }
  expect(roleOf({ groups: ['others'] }, strict)).toBe(null)
  expect(roleOf({}, { ...strict, roleClaim: 'constructor.name' })).toBe(null)
})

it('a role is found in an object, and under a name with dots in it', () => {
  expect(roleOf({ realm_access: { roles: ['on-call'] } }, { roleClaim: 'realm_access.roles', roles })).toBe('operator')
  expect(roleOf({ 'https://a.example/roles': ['on-call'] }, { roleClaim: 'https://a.example/roles', roles })).toBe(
    'operator',
  )
})

it.each([
  [{ preferred_username: ' ada ', email: 'a@example.com', sub: '1' }, 'ada'],
  [{ preferred_username: 'a:b', sub: '1' }, 'a.b'],
  [{ preferred_username: '', email: 'a@example.com', sub: '1' }, 'a@example.com'],
  [{ preferred_username: 'a\nb', name: 'Ada', sub: '1' }, 'Ada'],
  [{ preferred_username: 7, sub: '1' }, '1'],
])('%j is called %s', (claims, name) => {
  expect(nameOf(claims, { nameClaim: 'preferred_username' })).toBe(name)
})
