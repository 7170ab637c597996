import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { readLines } from './lines'

const open: { close(): void }[] = []

afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const accepted = once(server, 'connection')
  const client = connect(address.port, '127.0.0.1')
  const [served] = (await accepted) as [Socket]
  open.push({ close: () => [client.destroy(), served.destroy(), server.close()] })
  return [client, served]
}

it('reads lines however the bytes are cut', async () => {
  const [client, served] = await socketPair()
  client.setNoDelay(true)
  const lines: unknown[] = []
  const heard = new Promise<void>((resolve) => readLines(served, (line) => lines.push(line) === 4 && resolve()))
  for (const piece of ['{"a":', '1}\n{"b":"', 'ü"}\n{"c":3}\n{"d"', ':4}\n']) {
    await new Promise<void>((resolve) => client.write(piece, () => resolve()))
  }
  await heard
  expect(lines).toEqual([{ a: 1 }, { b: 'ü' }, { c: 3 }, { d: 4 }])
})

it.each(['no json\n', '[1]x\n', '7\n', 'x'.repeat(70_000)])(
  'ends a connection that sends no lines of JSON',
  async (text) => {
    const [client, served] = await socketPair()
    readLines(served, () => {})
    const closed = once(served, 'close')
    client.on('error', () => client.destroy())
    client.write(text)
    await closed
  },
)
