/**
 * The load of the demo: clients on every gateway, requests on the api, and the peers behind the gateways. It is told by its
 * parent where they listen, and again when one of them was restarted. `driver [--clients 80] [--slower 1]`: how many clients are on each
 * gateway, and how many times as long they live and pause between calls.
 */
import { Agent, get } from 'node:http'
import { parseArgs } from 'node:util'
import { liveAsMember, tellParent } from '../wire/parent'
import { DEMO_LOAD, GatewayLoad, type LoadPlan } from './gateway-load'
import { SmallServerLoad } from './small-server-load'
import { UpstreamPeers } from './upstream-peers'

interface Target {
  type: 'target'
  name: string
  program: 'gateway' | 'api' | 'small-server'
  port: number
}

const REQUEST_EVERY_MS = 125

const { values } = parseArgs({ options: { clients: { type: 'string' }, slower: { type: 'string' } } })
const plan = planOf(Number(values.clients ?? DEMO_LOAD.clients), Number(values.slower ?? 1))
if (plan === undefined) {
  console.error(`driver: --clients and --slower must be numbers from 1; ${values.clients} and ${values.slower} came.`)
  process.exit(2)
}

const LOADS: Record<Target['program'], (port: number) => { stop(): void }> = {
  gateway: (port) => started(new GatewayLoad(port, plan)),
  api: requestApi,
  'small-server': (port) => started(new SmallServerLoad(port)),
}

const peers = new UpstreamPeers()
const loads = new Map<string, { stop(): void }>()

process.on('message', (message) => {
  if (!isTarget(message)) return
  loads.get(message.name)?.stop()
  loads.set(message.name, LOADS[message.program](message.port))
})

void peers.start().then((port) => tellParent({ type: 'upstream', port }))
liveAsMember(async () => {
  for (const load of loads.values()) load.stop()
  await peers.stop()
})

function started<Load extends { start(): void; stop(): void }>(load: Load): Load {
  load.start()
  return load
}

function planOf(clients: number, slower: number): LoadPlan | undefined {
  if (!(clients >= 1 && slower >= 1)) return undefined
  const times = ([least, most]: readonly [number, number]): [number, number] => [least * slower, most * slower]
  return { clients, lifeMs: times(DEMO_LOAD.lifeMs), callEveryMs: times(DEMO_LOAD.callEveryMs) }
}

function requestApi(port: number): { stop(): void } {
  const keptAlive = new Agent({ keepAlive: true, maxSockets: 32 })
  let asked = 0
  const timer = setInterval(() => {
    const request = get({ host: '127.0.0.1', port, path: `/orders/${++asked}`, agent: keptAlive }, (response) =>
      response.resume(),
    )
    // While the api is restarted nobody answers; the parent says where it listens next.
    request.on('error', () => request.destroy())
  }, REQUEST_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      keptAlive.destroy()
    },
  }
}

function isTarget(message: unknown): message is Target {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'target'
}
