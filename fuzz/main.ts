/** `npm run fuzz`: the decoder, then a hub over real sockets with honest agents beside; status 1 where something was not as it must be. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Honest } from '../hostile/honest'
import { startHubProcess } from '../hostile/hub-process'
import { type DecoderCounts, tryDecoderOften } from './decoder'
import { fuzzSockets } from './sockets'

const [program = '', seedText = '', decoderText = '', socketsText = ''] = process.argv.slice(2)
const seed = Number(seedText)
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
const told = (text: string) => void process.stdout.write(`${text}\n`)
const PARTS = 20
/** What a heap, or a resident set, may be more at the end than a quarter of the way in: what is read once and kept. */
const [HEAP_MORE, RESIDENT_MORE] = [1.05, 1.25]

function settledHeap(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('run with --expose-gc')
  gc()
  gc()
  return process.memoryUsage().heapUsed
}

function fuzzDecoder(count: number): boolean {
  const startMs = performance.now()
  const total: DecoderCounts = { accepted: 0, refused: 0, noJson: 0 }
  const heaps: number[] = []
  for (let part = 0; part < PARTS; part++) {
    const counts = tryDecoderOften(seed, Math.round((count * part) / PARTS), Math.round((count * (part + 1)) / PARTS))
    for (const name of Object.keys(total) as (keyof DecoderCounts)[]) total[name] += counts[name]
    heaps.push(settledHeap())
  }
  const [early = 0, last = 0] = [heaps[PARTS / 4], heaps.at(-1)]
  told(`decoder: ${count} messages of seed ${seed} in ${((performance.now() - startMs) / 1_000).toFixed(0)} s`)
  told(
    `  ${total.accepted} accepted, ${total.refused} refused with a sentence, ${total.noJson} no JSON; nothing thrown`,
  )
  told(`  heap after collections: ${mb(early)} a quarter in, ${mb(last)} at the end`)
  return last <= early * HEAP_MORE
}

async function fuzzHub(count: number): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), 'tidemark-fuzz-'))
  const hub = await startHubProcess({ program, data })
  try {
    const honest = new Honest(hub.url, 4)
    await honest.start()
    const residents: number[] = []
    const total = { sent: 0, answered: 0, closed: 0, silent: 0 }
    for (let part = 0; part < PARTS; part++) {
      const counts = await fuzzSockets({
        url: hub.url,
        seed: seed + part,
        count: Math.ceil(count / PARTS),
        connections: 20,
      })
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += counts[name]
      residents.push(hub.residentBytes())
    }
    const { ackMs, cuts } = honest.take()
    const { sent, lost } = await honest.end()
    const [early = 0, last = 0] = [residents[PARTS / 4], residents.at(-1)]
    const fault = hub.fault()
    told(
      `sockets: ${total.sent} messages, ${total.answered} answered, ${total.closed} connections closed for them, ${total.silent} left waiting`,
    )
    told(
      `  honest agents beside: ${lost} of ${sent} frames lost, ${cuts} cut off, longest answer ${Math.max(0, ...ackMs).toFixed(0)} ms`,
    )
    told(`  resident set of the hub: ${mb(early)} a quarter in, ${mb(last)} at the end; ${fault ?? 'it runs on'}`)
    return total.silent === 0 && lost === 0 && cuts === 0 && fault === null && last <= early * RESIDENT_MORE
  } finally {
    await hub.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  const isDecoderRight = fuzzDecoder(Number(decoderText))
  const isHubRight = await fuzzHub(Number(socketsText))
  process.exitCode = isDecoderRight && isHubRight ? 0 : 1
}

void main()
