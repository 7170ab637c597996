import { expect, it } from 'vitest'
import { AuditLog } from './audit-log'
import { RecordShelf } from './testing/record-shelf'

const LIMITS = { auditDone: 300, auditRefused: 100 }
const act = (about: string, outcome: 'done' | 'refused') =>
  ({ by: 'ada', via: 'session', from: '127.0.0.1', act: 'add a finding', about, outcome }) as const

async function open(store: RecordShelf, clock: { nowMs: number }) {
  const troubles: string[] = []
  const audit = new AuditLog({
    store,
    log: { info: () => undefined } as never,
    limits: LIMITS,
    nowMs: () => clock.nowMs++,
    onTrouble: (message) => troubles.push(message),
  })
  await audit.recover()
  return { audit, troubles }
}

it('the audit keeps so many acts and so many refusals, and neither pushes out the other', async () => {
  const store = new RecordShelf()
  const clock = { nowMs: 1_000_000 }
  const { audit } = await open(store, clock)
  await audit.add(act('the first', 'done'))
  for (let at = 0; at < LIMITS.auditRefused + 500; at++) await audit.add(act(`knock ${at}`, 'refused'))
  const page = { limit: 10, offset: 0 }
  expect(audit.read({ ...page, outcome: 'refused' }).total).toBeLessThanOrEqual(LIMITS.auditRefused)
  expect(audit.read({ ...page, outcome: 'refused' }).entries[0]?.about).toBe(`knock ${LIMITS.auditRefused + 499}`)
  expect(audit.read({ ...page, outcome: 'done' }).entries.map(({ about }) => about)).toEqual(['the first'])
  const again = await open(store, clock)
  expect(again.audit.read(page).total).toBe(audit.read(page).total)
  for (let at = 0; at < LIMITS.auditDone + 5; at++) await again.audit.add(act(`${at}`, 'done'))
  expect(again.audit.read({ ...page, outcome: 'done' }).total).toBeLessThanOrEqual(LIMITS.auditDone)
  expect(store.kept.get('audit')?.size).toBe(again.audit.read(page).total)
})

it('an act that the disk does not take is told as a trouble, and undoes nothing', async () => {
  const store = new RecordShelf()
  const { audit, troubles } = await open(store, { nowMs: 1 })
  store.refuses = true
  await audit.add(act('x', 'done'))
  expect(troubles).toEqual(['an act could not be kept in the audit'])
})
