import { expect, it } from 'vitest'
import { Access } from './access'
import { RecordShelf } from './testing/record-shelf'

async function start(store: RecordShelf) {
  const troubles: string[] = []
  const access = new Access({
    store,
    log: { info: () => undefined } as never,
    nowMs: () => Date.UTC(2026, 10, 21),
    agentToken: null,
    hasProvider: false,
    adminPassword: 'a password of the environment',
    onTrouble: (message) => troubles.push(message),
  })
  await access.recover()
  access.stop()
  return { access, troubles }
}

it('a start on a disk that refuses has its admin all the same, so that the door is shut, and the next one keeps him', async () => {
  const store = new RecordShelf()
  store.refuses = true
  const { access, troubles } = await start(store)
  expect(access.isOpen).toBe(false)
  expect(access.users.named('admin')?.role).toBe('admin')
  expect(access.cookieSecret).toMatch(/^[0-9a-f]{64}$/u)
  expect(troubles).toHaveLength(2)
  expect(store.kept.size).toBe(0)
  store.refuses = false
  const second = await start(store)
  expect(second.troubles).toEqual([])
  expect((await start(store)).access.cookieSecret).toBe(second.access.cookieSecret)
  expect(JSON.stringify([...store.kept].map(([, records]) => [...records]))).toContain('admin')
})
