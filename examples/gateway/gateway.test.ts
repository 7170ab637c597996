import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readLines, writeLine } from '../wire/lines'
import { ClientMap } from './client-map'
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
  const gateway = new Gateway(new FaultSwitch(fault), () => {})
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

/** Waits, by turns of the event loop, until the gateway has noticed. */
async function noticed(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

describe('the gateway', () => {
  it('has a stream beside each client, and none after clients went with a word and without', async () => {
    const { gateway, join } = await startGateway()
    const [polite, abrupt] = [await join(), await join()]
    expect([gateway.clients.size, gateway.streams.size]).toEqual([2, 2])
    writeLine(polite.socket, { type: 'bye' })
    abrupt.socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 0)
    expect(gateway.streams.size).toBe(0)
  })

  it('streams-kept: keeps the streams of clients that are gone, until the fault is off', async () => {
    const { gateway, join } = await startGateway('streams-kept')
    const clients = [await join(), await join(), await join()]
    for (const { socket } of clients.slice(1)) socket.resetAndDestroy()
    await noticed(() => gateway.clients.size === 1)
    expect(gateway.streams.size).toBe(3)
    gateway.faults.isOn = false
    expect(gateway.repair()).toBe(2)
    expect(gateway.streams.size).toBe(1)
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
    await noticed(() => gateway.registry.size === 1)
  })
})

describe('the map of clients', () => {
  it('tells one more than its max that the max is reached, and counts it', () => {
    const clients = new ClientMap(2, new FaultSwitch(undefined))
    const socket = {} as Socket
    clients.enter(socket, 0)
    const second = clients.enter(socket, 0)
    expect(clients.enter(socket, 0)).toBe('max_clients_reached')
    expect([clients.size, clients.rejected]).toEqual([2, 1])
    if (second === 'max_clients_reached') throw new Error('the second of two has room')
    expect([clients.leave(second.id), clients.leave(second.id)]).toEqual([true, false])
    expect(clients.enter(socket, 0)).not.toBe('max_clients_reached')
  })

  it('no-bound: lets everybody in', () => {
    const clients = new ClientMap(2, new FaultSwitch('no-bound'))
    for (let client = 0; client < 10; client++) clients.enter({} as Socket, 0)
    expect([clients.size, clients.rejected]).toEqual([10, 0])
  })
})
