import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Agent, WatchedList } from '@tidemark/agent'
import { readLines, writeLine } from '../wire/lines'
import { Connections } from './connections'
import { type Fault, FaultSwitch } from './faults'
import { Gateway } from './gateway'

const running: { gateway: Gateway; sockets: Socket[] }[] = []

afterEach(async () => {
  for (const { gateway, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await gateway.stop()
  }
})

async function startGateway(fault?: Fault) {
  const gateway = new Gateway(new FaultSwitch(fault))
  const port = await gateway.start()
  const sockets: Socket[] = []
  running.push({ gateway, sockets })
  return {
    gateway,
    /** A client that was welcomed, and every line it gets from then on. */
    join: async () => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      const lines: Record<string, unknown>[] = []
      await new Promise<void>((resolve) => {
        readLines(socket, (line) => {
          lines.push(line)
          if (line['type'] === 'welcome') resolve()
        })
      })
      return { socket, lines }
    },
  }
}

/** Each stream as it is listed for the agent: what it is called, and what it holds. */
function streamsToldBy(gateway: Gateway): [label: unknown, bytes: unknown][] {
  type Readers = Record<'label' | 'bytes', (item: unknown) => unknown>
  const told: [label: unknown, bytes: unknown][] = []
  const entities = (_name: string, { of, read }: WatchedList<object, Iterable<unknown>>, { label, bytes }: Readers) => {
    for (const item of read(of)) told.push([label(item), bytes(item)])
  }
  gateway.clients.watchedBy({ entities, clients: () => {}, streams: () => {} } as unknown as Agent)
  return told
}

/** Waits, by turns of the event loop, until the gateway has noticed. */
async function noticed(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

describe('the gateway', () => {
  it('has a stream beside each client, and none after clients went with a word and without', async () => {
    const { gateway, join } = await startGateway()
    const [polite, abrupt] = [await join(), await join()]
    expect([gateway.clients.size, gateway.clients.streamCount]).toEqual([2, 2])
    writeLine(polite.socket, { type: 'bye' })
    abrupt.socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 0)
    expect(gateway.clients.streamCount).toBe(0)
  })

  it('streams-kept: keeps the streams of clients that are gone, until the fault is off', async () => {
    const { gateway, join } = await startGateway('streams-kept')
    const clients = [await join(), await join(), await join()]
    for (const { socket } of clients.slice(1)) socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 1)
    expect(gateway.clients.streamCount).toBe(3)
    expect(streamsToldBy(gateway)).toEqual([
      ['stream of client 1', 8_192],
      ['stream of client 2, who is gone', 8_192],
      ['stream of client 3, who is gone', 8_192],
    ])
    gateway.faults.isOn = false
    expect(gateway.repair()).toBe(2)
    expect(gateway.clients.streamCount).toBe(1)
  })

  it('answers a call by its own name, over its pool', async () => {
    const { gateway, join } = await startGateway()
    const { socket, lines } = await join()
    writeLine(socket, { type: 'call', id: 41, peer: 'far-away', workMs: 1 })
    await noticed(() => lines.some(({ type }) => type === 'answer'))
    expect(lines.at(-1)).toEqual({ type: 'answer', id: 41 })
    expect([gateway.calls, gateway.pool.size, gateway.pending.size]).toEqual([1, 1, 0])
  })

  it.each([
    [undefined, 0],
    ['calls-kept', 1],
  ] as const)('with fault %s it holds %i calls of a caller that died', async (fault, kept) => {
    const { gateway, join } = await startGateway(fault)
    const { socket } = await join()
    writeLine(socket, { type: 'call', id: 1, peer: 'far-away', workMs: 5_000 })
    await noticed(() => gateway.pending.size === 1)
    socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 0)
    expect(gateway.pending.size).toBe(kept)
  })

  it('ends a client that says what nobody knows, and goes on serving the others', async () => {
    const { gateway, join } = await startGateway()
    const [odd, other] = [await join(), await join()]
    odd.socket.write('no json\n')
    await once(odd.socket, 'close')
    await noticed(() => gateway.clients.size === 1)
    writeLine(other.socket, { type: 'announce', service: 'orders' })
    await noticed(() => gateway.services.size === 1)
  })
})

describe('the faults of the gateway', () => {
  it('no-bound: keeps every connection, and lets all go once it is off', () => {
    const closed: string[] = []
    const faults = new FaultSwitch('no-bound')
    const open = (peer: string) => () => void closed.push(peer)
    const pool = new Connections({ max: 3, idleMs: 1_000, stateBytes: 64, open, faults })
    for (let peer = 0; peer < 50; peer++) pool.use(`peer-${peer}`)
    expect([pool.size, closed.length]).toEqual([50, 0])
    faults.isOn = false
    expect([pool.repair(), pool.size, closed.length]).toEqual([50, 0, 50])
    for (let peer = 0; peer < 50; peer++) pool.use(`peer-${peer}`)
    expect(pool.size).toBe(3)
    pool.close()
    expect(closed.length).toBe(100)
  })

  it('no-sweep: keeps what was ever announced, though it said that it leaves, until it is off', async () => {
    const { gateway, join } = await startGateway('no-sweep')
    const { socket } = await join()
    for (let visitor = 0; visitor < 10; visitor++) {
      writeLine(socket, { type: 'announce', service: `visitor-${visitor}` })
      writeLine(socket, { type: 'leave', service: `visitor-${visitor}` })
    }
    await noticed(() => gateway.services.size === 10)
    gateway.faults.isOn = false
    expect(gateway.repair()).toBe(10)
    writeLine(socket, { type: 'announce', service: 'visitor' })
    await noticed(() => gateway.services.size === 1)
    writeLine(socket, { type: 'leave', service: 'visitor' })
    await noticed(() => gateway.services.size === 0)
  })

  it.each([
    [undefined, 0],
    ['silent-kept', 1],
  ] as const)('with fault %s it keeps %i clients that have fallen silent', async (fault, kept) => {
    const { gateway, join } = await startGateway(fault)
    const { socket } = await join()
    const asked: number[] = []
    gateway.clients.ask(Date.now(), ({ id }) => asked.push(id))
    expect(asked).toEqual([1])
    const closed = once(socket, 'close')
    gateway.clients.ask(Date.now() + 60_000, ({ id }) => asked.push(id))
    expect(asked).toEqual([1])
    if (kept === 0) await closed
    await noticed(() => gateway.clients.size === kept)
    expect(gateway.clients.streamCount).toBe(kept)
  })

  it('silent-kept: keeps who died without a word until it is off, and never who said goodbye', async () => {
    const { gateway, join } = await startGateway('silent-kept')
    const [dead, polite] = [await join(), await join()]
    dead.socket.resetAndDestroy()
    writeLine(polite.socket, { type: 'bye' })
    await noticed(() => gateway.clients.size === 1 && gateway.sockets.size === 0)
    expect(gateway.clients.streamCount).toBe(1)
    gateway.faults.isOn = false
    expect([gateway.repair(), gateway.clients.size]).toEqual([1, 0])
  })

  it('calls-kept: lets the calls of callers that died go once it is off', async () => {
    const { gateway, join } = await startGateway('calls-kept')
    const [dead, alive] = [await join(), await join()]
    writeLine(dead.socket, { type: 'call', id: 1, peer: 'far-away', workMs: 5_000 })
    writeLine(alive.socket, { type: 'call', id: 1, peer: 'far-away', workMs: 5_000 })
    await noticed(() => gateway.pending.size === 2)
    dead.socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 1)
    gateway.faults.isOn = false
    expect([gateway.repair(), gateway.pending.size]).toEqual([1, 1])
  })
})
