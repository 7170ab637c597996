/**
 * The load of the demo: clients on every gateway, requests on the api, and the peers behind the gateways. It is told by its
 * parent where they listen, and again when one of them was restarted.
 */
import { Agent, get } from 'node:http'
import { liveAsMember, tellParent } from '../wire/parent'
import { GatewayLoad } from './gateway-load'
import { UpstreamPeers } from './upstream-peers'

interface Target {
  type: 'target'
  name: string
  program: 'gateway' | 'api'
  port: number
}

const REQUEST_EVERY_MS = 125

const peers = new UpstreamPeers()
const loads = new Map<string, { stop(): void }>()

process.on('message', (message) => {
  if (!isTarget(message)) return
  loads.get(message.name)?.stop()
  loads.set(message.name, message.program === 'api' ? requestApi(message.port) : loadGateway(message.port))
})

void peers.start().then((port) => tellParent({ type: 'upstream', port }))
liveAsMember(async () => {
  for (const load of loads.values()) load.stop()
  await peers.stop()
})

function loadGateway(port: number): { stop(): void } {
  const load = new GatewayLoad(port)
  load.start()
  return load
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
