/** The rules by which `npm run dependencies` judges: it runs itself, with its figures, in `npm test`. */
import { describe, expect, it } from 'vitest'
// @ts-expect-error -- a script without types
import * as dependencies from '../scripts/dependencies.mjs'

interface Locked {
  license?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
const { closureOf, isAllowed, licenceFaults, packagePathOf } = dependencies as {
  closureOf: (packages: Record<string, Locked>, names: string[]) => Set<string>
  isAllowed: (expression: string, allowed: string[]) => boolean
  licenceFaults: (packages: Record<string, Locked>, shipped: Set<string>, rules: object) => string[]
  packagePathOf: (file: string) => string
}

const LOCK: Record<string, Locked> = {
  '': { dependencies: { a: '1' } },
  'node_modules/a': { license: 'MIT', dependencies: { b: '1', '@c/d': '1' }, optionalDependencies: { e: '1' } },
  'node_modules/a/node_modules/b': { license: 'GPL-3.0-only' },
  'node_modules/b': { license: 'ISC' },
  'node_modules/@c/d': { license: 'MPL-2.0', dependencies: { b: '1' } },
  'node_modules/e': {},
}
const RULES = { allowed: ['MIT', 'ISC'], allowedInTools: { 'MPL-2.0': 'a tool' }, said: {} }

describe('what a package needs', () => {
  it('is found as Node finds it, the nearest first; what is optional is not needed', () => {
    expect([...closureOf(LOCK, ['a'])].toSorted()).toEqual([
      'node_modules/@c/d',
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/b',
    ])
  })

  it('is told from the file that was bundled', () => {
    expect(packagePathOf('node_modules/a/node_modules/@b/c/lib/d.js')).toBe('node_modules/a/node_modules/@b/c')
  })
})

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['', false],
  ])('that says %s is allowed: %s', (expression, allowed) => {
    expect(isAllowed(expression, ['MIT', 'ISC'])).toBe(allowed)
  })

  it('is looked at in every package, more strictly where it is shipped, and none is no licence', () => {
    const shipped = new Set(['node_modules/@c/d'])
    expect(licenceFaults(LOCK, shipped, RULES)).toEqual([
      'b is GPL-3.0-only',
      '@c/d is MPL-2.0, and is shipped',
      'e says nothing of its licence',
    ])
    expect(licenceFaults(LOCK, new Set(), { ...RULES, said: { e: 'MIT' } })).toEqual(['b is GPL-3.0-only'])
  })
})
