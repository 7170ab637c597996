import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { KEY_GROUPS } from './keys'

it('tells no key that the docs do not have, and none twice', () => {
  const docs = readFileSync('docs/screens/README.md', 'utf8').toLowerCase()
  for (const { where, keys } of KEY_GROUPS) {
    expect(docs, where).toContain(where.toLowerCase())
    const single = keys.flatMap((help) => help.keys).filter((key) => /^[A-Z?/]$/u.test(key))
    for (const key of single) expect(docs, `${key} ${where}`).toContain(`\`${key.toLowerCase()}\``)
    expect(new Set(keys.map(({ does }) => does)).size).toBe(keys.length)
  }
})
