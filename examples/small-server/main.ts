/** A small HTTP server: `small-server [--fault NAME]`, bounded without one. The hub is at TIDEMARK_URL. */
import { parseArgs } from 'node:util'
import { tidemark } from '@tidemark/agent'
import { liveAsMember, tellParent } from '../wire/parent'
import { isServerFault, SERVER_FAULTS } from './faults'
import { SmallServer } from './server'

const { values } = parseArgs({ options: { fault: { type: 'string' } } })
const wanted = values.fault
if (wanted !== undefined && !isServerFault(wanted)) {
  const known = Object.keys(SERVER_FAULTS).join(', ')
  console.error(`small-server: there is no fault ${JSON.stringify(wanted)}; faults are ${known}.`)
  process.exit(2)
}

const agent = tidemark({ service: 'small-server', instance: wanted ?? 'bounded' })
const server = new SmallServer(wanted)
server.watchedBy(agent)

void server.start().then((port) => tellParent({ type: 'listening', port }))
liveAsMember(async () => {
  await server.stop()
  await agent.stop(500)
})
