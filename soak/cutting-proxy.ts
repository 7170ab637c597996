/** The network between the hub and everybody else: connections can be cut, or fall silent without a word. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

interface Pair {
  near: Socket
  far: Socket
}

export class CuttingProxy {
  private readonly pairs = new Set<Pair>()
  private readonly server: Server

  constructor(private readonly hubPort: number) {
    this.server = createServer((near) => this.join(near))
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen on a port')
    return `http://127.0.0.1:${address.port}`
  }

  /** Cuts about this share of the connections, both ends at once; answers how many. */
  cut(share: number, random: () => number): number {
    const cut = [...this.pairs].filter(() => random() < share)
    for (const { near, far } of cut) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    return cut.length
  }

  /** Nothing passes over about this share of the connections for a while; answers how many. */
  silence(share: number, forMs: number, random: () => number): number {
    const silent = [...this.pairs].filter(() => random() < share)
    for (const { near, far } of silent) {
      near.pause()
      far.pause()
      setTimeout(() => {
        near.resume()
        far.resume()
      }, forMs).unref()
    }
    return silent.length
  }

  close(): void {
    this.server.close()
    for (const { near, far } of this.pairs) {
      near.destroy()
      far.destroy()
    }
  }

  private join(near: Socket): void {
    const far = connect(this.hubPort, '127.0.0.1')
    const pair: Pair = { near, far }
    this.pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.pairs.delete(pair)
        to.destroy()
      })
      from.on('end', () => to.end())
      from.on('data', (data) => {
        if (to.write(data)) return
        from.pause()
        to.once('drain', () => from.resume())
      })
    }
  }
}
