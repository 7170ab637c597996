/** What a browser may run of a page, over HTTP from a real hub; e2e/policy.spec.ts asks a browser. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../testing/test-hub'
import { policyOfPage } from './page-policy'

const hashOf = (code: string) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`
const scriptsOf = (policy: string | null) => /script-src ([^;]*)/u.exec(policy ?? '')?.[1]?.split(' ')

describe('the policy of a page', () => {
  it('lets the scripts run that are in it, by their hashes, and those of files of ours', () => {
    const html = `<head><script>a()</script><script src="/x.js" async=""></script></head><body><SCRIPT type="module">
b('<p>')</SCRIPT><script>a()</script><script></script></body>`
    expect(scriptsOf(policyOfPage(html))).toEqual(["'self'", hashOf('a()'), hashOf("\nb('<p>')"), hashOf('')])
  })

  it('hashes line ends as a browser sees them', () => {
    expect(policyOfPage('<script>a()\r\nb()\rc()</script>')).toContain(hashOf('a()\nb()\nc()'))
  })

  it('lets nothing run that is not there', () => {
    const policy = policyOfPage('<h1>no scripts</h1>')
    expect(scriptsOf(policy)).toEqual(["'self'"])
    expect(policy).not.toMatch(/script-src[^;]*unsafe/u)
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).toContain(part)
  })
})

describe('over HTTP', () => {
  let folder: string
  let hub: TestHub
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidemark-policy-'))
    await mkdir(join(folder, '_next', 'static'), { recursive: true })
    await writeFile(join(folder, 'index.html'), '<script>one()</script>')
    await writeFile(join(folder, '404.html'), '<script>lost()</script>')
    await writeFile(join(folder, '_next', 'static', 'x.js'), 'x()')
    hub = await startTestHub({ dashboardFolder: folder })
  })
  afterAll(async () => {
    await hub.end()
    await rm(folder, { recursive: true, force: true })
  })

  const policyAt = async (path: string) => (await hub.get(path)).headers.get('content-security-policy')

  it('each page has its own, and a page that was built anew has another one', async () => {
    expect(scriptsOf(await policyAt('/'))).toEqual(["'self'", hashOf('one()')])
    expect(scriptsOf(await policyAt('/nowhere'))).toEqual(["'self'", hashOf('lost()')])
    await writeFile(join(folder, 'index.html'), '<script>two()</script>')
    await utimes(join(folder, 'index.html'), 1, 1)
    expect(scriptsOf(await policyAt('/'))).toEqual(["'self'", hashOf('two()')])
  })

  it('a script may run as a thread, which loads scripts of ours and reaches nothing else', async () => {
    expect(await policyAt('/_next/static/x.js')).toBe("default-src 'none'; script-src 'self'; frame-ancestors 'none'")
  })

  it.each(['/api/v1/processes', '/healthz', '/metrics', '/api/v1/nope', '/%zz'])(
    '%s is no page: nothing in it runs, and nothing frames it',
    async (path) => {
      const { headers } = await hub.get(path)
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
    },
  )
})
