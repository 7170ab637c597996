/** Over real connections of this Node: where its parts have other names one day, this is where it shows. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { readInPlace } from './in-place-reads'

async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const far = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [near] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => {
    far.destroy()
    near.destroy()
    server.close()
  })
  return { near, far }
}

/** What `take` saw of each read, and what the stream told. */
function read(near: Socket, take: (text: string) => number) {
  const [seen, heard]: [string[], string[]] = [[], []]
  const isInPlace = readInPlace(near, (bytes, length) => {
    const text = bytes.toString('latin1', 0, length)
    seen.push(text)
    return take(text)
  })
  near.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')))
  return { isInPlace, seen, heard }
}

it('shows what comes before the stream hears of it, and leaves the rest to the stream as it came', async () => {
  const { near, far } = await pair()
  const { isInPlace, seen, heard } = read(near, (text) => (text.startsWith('mine') ? 'mine'.length : 0))
  expect(isInPlace).toBe(true)
  for (const [text, reads] of [
    ['mine', 1],
    ['mine and more', 2],
    ['theirs', 3],
  ] as const) {
    far.write(text)
    await expect.poll(() => seen.length).toBe(reads)
  }
  expect(seen).toEqual(['mine', 'mine and more', 'theirs'])
  await expect.poll(() => heard).toEqual([' and more', 'theirs'])
})

it('sees nothing while the stream is paused, and takes again after it', async () => {
  const { near, far } = await pair()
  const { seen, heard } = read(near, (text) => text.length)
  near.pause()
  far.write('a')
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect([seen, heard]).toEqual([[], []])
  near.resume()
  await expect.poll(() => seen).toEqual(['a'])
  expect(heard).toEqual([])
})

it('takes nothing past what waits in a stream that nobody listens to yet', async () => {
  const { near, far } = await pair()
  const seen: string[] = []
  readInPlace(near, (bytes, length) => {
    seen.push(bytes.toString('latin1', 0, length))
    return length
  })
  // Reads, and lets nothing flow.
  near.read(0)
  far.write('a')
  await expect.poll(() => near.readableLength).toBe(1)
  far.write('b')
  await expect.poll(() => near.readableLength).toBe(2)
  const heard: string[] = []
  near.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')))
  await expect.poll(() => heard.join('')).toBe('ab')
  expect(seen).toEqual([])
  far.write('c')
  await expect.poll(() => seen).toEqual(['c'])
})

it('hands a long text on whole and in order, however slowly it is read', async () => {
  const { near, far } = await pair()
  const { seen } = read(near, () => 0)
  const heard: Buffer[] = []
  near.on('data', (chunk: Buffer) => {
    heard.push(chunk)
    near.pause()
    setTimeout(() => near.resume(), 1)
  })
  const sent = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => at % 251))
  far.end(sent)
  await once(near, 'end')
  expect(Buffer.concat(heard).equals(sent)).toBe(true)
  expect(seen.length).toBeGreaterThan(1)
})

it('leaves a stream that is no TCP connection as it is', () => {
  expect(readInPlace(new PassThrough(), () => 0)).toBe(false)
})
