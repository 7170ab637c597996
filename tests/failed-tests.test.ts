/** What is told again before the closing line of `npm test`, from reports of the two runners' own shape. */
import { describe, expect, it } from 'vitest'
// @ts-expect-error -- a script without types
import * as failedTests from '../scripts/failed-tests.mjs'

const { failedBrowserTests, failedUnitTests } = failedTests as {
  failedUnitTests: (report: object, root: string) => string[]
  failedBrowserTests: (report: object) => string[]
}

describe('what failed', () => {
  it('of units is told with file, title and the beginning of its message', () => {
    const message = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')
    const failures = failedUnitTests(
      {
        testResults: [
          {
            name: '/house/lib/a.test.ts',
            status: 'failed',
            assertionResults: [
              { status: 'passed', fullName: 'holds', failureMessages: [] },
              { status: 'failed', fullName: 'falls', failureMessages: [message] },
            ],
          },
          { name: '/house/lib/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
          { name: '/house/lib/c.test.ts', status: 'passed', assertionResults: [] },
        ],
      },
      '/house',
    )
    expect(failures).toHaveLength(2)
    expect(failures[0]).toMatch(/^✗ lib\/a\.test\.ts › falls\n {4}line 0\n[^]* {4}line 11\n {4}… 8 more lines$/)
    expect(failures[1]).toBe('✗ lib/b.test.ts › (the file itself)\n    no such module')
  })

  it('of the browser is found in suites within suites, with its line', () => {
    const spec = (title: string, ok: boolean) => ({
      file: 'first.spec.ts',
      line: 7,
      title,
      ok,
      tests: [{ results: [{ errors: ok ? [] : [{ message: 'not visible' }] }] }],
    })
    const report = { suites: [{ specs: [spec('opens', true)], suites: [{ specs: [spec('shuts', false)] }] }] }
    expect(failedBrowserTests(report)).toEqual(['✗ first.spec.ts:7 › shuts\n    not visible'])
  })
})
