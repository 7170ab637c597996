/** A viewer of the dashboard's wire, for tests. */
import { EventEmitter, once } from 'node:events'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import type { LiveBatch, LiveItem, WatchAck, WatchRequest } from '../../protocol/dashboard-wire'

export class TestViewer {
  readonly socket: Socket
  readonly batches: LiveBatch[] = []
  readonly #came = new EventEmitter()

  constructor(address: string, options: Partial<ManagerOptions & SocketOptions> = {}) {
    this.socket = io(`${address}/dashboard`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...options,
    })
    this.socket.on('live', (batch: LiveBatch) => {
      this.batches.push(batch)
      this.#came.emit('batch')
    })
  }

  watch(request: WatchRequest): Promise<WatchAck> {
    return this.socket.emitWithAck('watch', request) as Promise<WatchAck>
  }

  items(): LiveItem[] {
    return this.batches.flatMap(({ items }) => items)
  }

  itemsOf<T extends LiveItem['type']>(type: T): Extract<LiveItem, { type: T }>[] {
    return this.items().filter((item): item is Extract<LiveItem, { type: T }> => item.type === type)
  }

  /** Waits until `isThere` holds of what came. */
  async until(isThere: (viewer: TestViewer) => boolean): Promise<void> {
    while (!isThere(this)) await once(this.#came, 'batch')
  }

  close(): void {
    this.socket.close()
  }
}
