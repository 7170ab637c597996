/** What the relay says that it keeps is what its heap grows by, for an investigation is held against it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Resolver } from './resolver'

const NOTE_BYTES = 2_048
const QUESTIONS = 4_000

let server: Server
let collect: () => void

beforeAll(async () => {
  setFlagsFromString('--expose-gc')
  collect = runInNewContext('gc') as () => void
  server = createServer((incoming, outgoing) => outgoing.end(`did${incoming.url ?? ''}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function resolverWith(keepAlive: boolean): Resolver {
  const { port } = server.address() as AddressInfo
  return new Resolver({ port, keepAlive, recycleAfter: 100, noteBytes: NOTE_BYTES })
}

async function ask(resolver: Resolver, from: number): Promise<void> {
  for (let asked = 0; asked < QUESTIONS; asked += 4)
    await Promise.all([0, 1, 2, 3].map((n) => resolver.ask(`name-${from + asked + n}`)))
}

/** Until two readings agree. */
async function settledHeap(): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let round = 0; round < 20; round++) {
    collect()
    await sleep(50)
    const now = process.memoryUsage().heapUsed
    if (Math.abs(now - before) < 20_000) return now
    before = now
  }
  return before
}

it('says that it keeps what its heap grows by, within a twentieth, as long as connections are used again', async () => {
  const resolver = resolverWith(true)
  await ask(resolver, 0)
  const [heap, kept] = [await settledHeap(), resolver.keptBytes]
  await ask(resolver, QUESTIONS)
  const [grown, told] = [(await settledHeap()) - heap, resolver.keptBytes - kept]
  expect(told).toBeGreaterThan(QUESTIONS * NOTE_BYTES)
  expect(grown / told).toBeGreaterThan(0.95)
  expect(grown / told).toBeLessThan(1.05)
  resolver.close()
  await expect.poll(() => resolver.keptBytes).toBe(0)
})

it('keeps nothing where no connection is used twice', async () => {
  const resolver = resolverWith(false)
  await ask(resolver, 0)
  await expect.poll(() => resolver.keptBytes).toBe(0)
})
