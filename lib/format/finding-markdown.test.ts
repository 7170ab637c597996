import { describe, expect, it } from 'vitest'
import type { Finding } from '../protocol/findings'
import { findingsMarkdown } from './finding-markdown'

const AT = new Date(2026, 10, 21, 14, 3).getTime()
const finding = (title: string, more: Partial<Finding> = {}): Finding => ({
  id: title,
  title,
  where: 'src/main.ts:50\nsrc/bus.ts:7',
  status: 'not started',
  evidence: [{ title: 'the alert', link: '/alerts?id=1' }],
  by: 'Ada',
  createdAtMs: AT,
  changedAtMs: AT,
  notes: [{ atMs: AT, by: 'Ben', text: 'seen again' }],
  ...more,
})

describe('findings as Markdown', () => {
  it('tell title, who, where, evidence with whole links, and notes with their time', () => {
    expect(findingsMarkdown([finding('Listeners stay')], 'http://hub:1')).toBe(`# Findings

## Not started

### Listeners stay

Found by Ada, 21 Nov 2026 14:03.

- where: \`src/main.ts:50\`
- where: \`src/bus.ts:7\`

- evidence: [the alert](<http://hub:1/alerts?id=1>)

- 21 Nov 2026 14:03, Ben: seen again
`)
  })

  it('put what is done last', () => {
    const text = findingsMarkdown([finding('over', { status: 'done' }), finding('stuck', { status: 'blocked' })], '')
    expect(text.indexOf('stuck')).toBeLessThan(text.indexOf('over'))
    expect(text).toContain('## Blocked')
    expect(text).not.toContain('## In progress')
  })

  it('keep markup in what people wrote from being markup', () => {
    const text = findingsMarkdown([finding('a *b* [c](d)\n# e', { where: 'x`y', evidence: [], notes: [] })], '')
    expect(text).toContain(String.raw`### a \*b\* \[c\](d) \# e`)
    expect(text).toContain('- where: `` x`y ``')
  })
})
