// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import type { AuditEntry } from '../../lib/protocol/access'
import { NOW } from '../testing/alert'
import { standInForEach } from '../testing/page'
import { AuditSection } from './audit-section'

const stage = standInForEach()
afterEach(() => vi.unstubAllEnvs())

it('the audit says in which zone its times are, and each act with who did it', async () => {
  vi.stubEnv('TZ', 'Asia/Kathmandu')
  const entry: AuditEntry = {
    id: '1',
    atMs: NOW - 60_000,
    by: 'ada',
    via: 'session',
    act: 'silence',
    about: 'gateway',
    outcome: 'done',
    from: '127.0.0.1',
  }
  stage.hub.answers.set('GET /api/v1/audit', () => ({ body: { entries: [entry], total: 1, acts: ['silence'] } }))
  const { container, until } = await stage.show(<AuditSection revision={0} />)
  const row = await until(() => container.querySelector('[data-act="silence"]'))
  expect(container.querySelector('thead th')?.textContent).toBe('When, UTC+5:45')
  expect(row.textContent).toContain('17:44:00')
  expect(row.textContent).toContain('ada')
})
