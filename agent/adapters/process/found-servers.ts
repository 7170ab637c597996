/** Every server of node:net, and what is built on it, found when it listens, or at the latest with its first connection. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server, Socket } from 'node:net'
import type { Adapter, Watching } from '../adapter'
import { noteSocket } from '../servers/connections'
import { guarded } from '../told'

let adopt: Watching['adopt'] = () => false

const onListen = guarded('servers that listen', (message: unknown) => {
  adopt((message as { server: Server }).server)
})

/** An older Node does not tell of servers that listen; a socket knows its server. */
const onSocket = guarded('sockets of servers', (message: unknown) => {
  const { socket } = message as { socket: Socket & { server?: Server } }
  const { server } = socket
  if (server && adopt(server)) noteSocket(server, socket)
})

const CHANNELS: readonly [string, (message: unknown) => void][] = [
  ['tracing:net.server.listen:asyncStart', onListen],
  ['net.server.socket', onSocket],
]

export const foundServers: Adapter<object> = {
  what: 'every server of the process',
  base: 'servers',
  recognises: () => false,
  series: [],
  begin(_process, watching) {
    adopt = watching.adopt
    for (const [name, listen] of CHANNELS) subscribe(name, listen)
  },
  end() {
    for (const [name, listen] of CHANNELS) unsubscribe(name, listen)
  },
}
