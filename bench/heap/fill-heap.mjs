// A gateway's heap of small objects, looked at twice: node --expose-gc fill-heap.mjs MEBIBYTES FOLDER
// Fills the heap up to its size and writes before.heapsnapshot; lets a tenth of it go, adds a fifth, and writes after.heapsnapshot.
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'

const [mebibytes = '25', folder = '.'] = process.argv.slice(2)

class ClientStream {
  constructor(id, client) {
    this.id = id
    this.client = client
    this.topics = [`topic-${id % 997}`, `room-${id}`]
    this.offsets = { acked: id * 3, sent: id * 3 + 1, window: { from: id, to: id + 64 } }
    this.onAck = () => (this.offsets.acked += 1)
  }

  close() {
    this.client = null
  }
}

class Client {
  constructor(id) {
    this.id = id
    this.address = `10.0.${id % 256}.${(id >> 8) % 256}`
    this.streams = new Set()
  }

  add(stream) {
    this.streams.add(stream)
  }
}

class Gateway {
  clients = new Map()
  streams = new Map()

  open(id) {
    const key = id >> 3
    const client = this.clients.get(key) ?? new Client(key)
    this.clients.set(key, client)
    const stream = new ClientStream(id, client)
    client.add(stream)
    this.streams.set(id, stream)
  }

  close(id) {
    const stream = this.streams.get(id)
    stream.client.streams.delete(stream)
    stream.close()
    this.streams.delete(id)
  }
}

const gateway = new Gateway()
const heapUsed = () => {
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

let lastId = 0
while (heapUsed() < Number(mebibytes) * 1_048_576) for (let i = 0; i < 2_000; i += 1) gateway.open((lastId += 1))
writeHeapSnapshot(join(folder, 'before.heapsnapshot'))
const filled = lastId
for (let id = 1; id <= filled / 10; id += 1) gateway.close(id)
for (let i = 0; i < filled / 5; i += 1) gateway.open((lastId += 1))
globalThis.gc()
writeHeapSnapshot(join(folder, 'after.heapsnapshot'))
console.log(JSON.stringify({ streams: gateway.streams.size, heapUsedBytes: heapUsed() }))
process.exit(0)
