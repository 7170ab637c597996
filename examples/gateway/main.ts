/**
 * The demo's gateway: `gateway [--fault NAME]`, once without a fault and once with each. The hub is at TIDEMARK_URL.
 * `--instance NAME` is another name than that of the fault, and `--version TEXT` what is deployed.
 * SIGUSR2 switches the fault off, and lets go what it has kept; a second one switches it on again.
 */
import { parseArgs } from 'node:util'
import { tidemark } from '@tidemark/agent'
import { liveAsMember, tellParent } from '../wire/parent'
import { FAULTS, FaultSwitch, isFault } from './faults'
import { Gateway } from './gateway'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { fault: text, instance: text, version: text } })
const wanted = values.fault
if (wanted !== undefined && !isFault(wanted)) {
  console.error(`gateway: there is no fault ${JSON.stringify(wanted)}; faults are ${Object.keys(FAULTS).join(', ')}.`)
  process.exit(2)
}

const faults = new FaultSwitch(wanted)
const agent = tidemark({
  service: 'gateway',
  instance: values.instance ?? wanted ?? 'bounded',
  version: values.version,
})
const gateway = new Gateway(faults)
gateway.watchedBy(agent)

process.on('SIGUSR2', () => {
  if (faults.fault === undefined) return
  faults.isOn = !faults.isOn
  const letGo = faults.isOn ? 0 : gateway.repair()
  const state = faults.isOn ? 'on' : `off; ${letGo} kept entries were let go`
  agent.event('log', `The fault ${faults.fault} is ${state}.`, { level: 'warn', count: letGo })
})
process.on('message', (message) => {
  if (isUpstreamNews(message)) gateway.upstream.port = message.port
})

void gateway.start().then((port) => tellParent({ type: 'listening', port }))
liveAsMember(async () => {
  await gateway.stop()
  await agent.stop(500)
})

function isUpstreamNews(message: unknown): message is { type: 'upstream'; port: number } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'upstream'
}
