/**
 * Captures that go wrong half-way, through the built hub and a real program: cancelled, the hub killed, its disk full, the program
 * killed. Nothing half-made is listed, nothing is left on either disk, and the program serves on.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openWorkshop, type Workshop } from '../agent/testing/workshop'
import { KilledHub } from '../bench/kills/killed-hub'
import { type SmallDisk, smallDisk } from '../bench/kills/small-disk'
import { type BuiltProgram, buildProgram } from '../cli/testing/build-program'
import type { Capture } from '../lib/protocol/captures'
import type { ProcessSummary } from '../lib/protocol/http-api'

/** The hub begins a capture only while twice 256 MiB are free. */
const DISK_BYTES = 600_000_000
const WITHIN = { timeout: 40_000, interval: 20 }

let workshop: Workshop
let built: BuiltProgram
let disk: SmallDisk
let hub: KilledHub
let hubUrl: string
let network: Network
let target: ChildProcess
let targetUrl: string
let id: string
/** What lies in the program's folder, which is its folder for temporary files as well. */
let ownFiles: string[]

beforeAll(async () => {
  workshop = openWorkshop()
  built = await buildProgram()
  disk = smallDisk(DISK_BYTES)
  hub = new KilledHub(built.program, disk.folder, disk)
  hubUrl = (await hub.start()) ?? ''
  network = await startNetwork(Number(new URL(hubUrl).port))
  await startTarget()
})
afterAll(async () => {
  target?.kill('SIGKILL')
  network?.stop()
  await hub?.stop()
  disk?.end()
  built?.remove()
  workshop?.remove()
})

/** A server that reaches the hub over a network on which an upload can stop half-way. */
async function startTarget(): Promise<void> {
  const file = join(workshop.folder, 'target.cjs')
  writeFileSync(
    file,
    `const { tidemark } = require('./dist/index.cjs')
    tidemark({ url: ${JSON.stringify(network.url)}, service: 'shop', instance: 'a' })
    const server = require('node:http').createServer((_request, response) => response.end('served'))
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`,
  )
  target = spawn(process.execPath, [file], {
    cwd: workshop.folder,
    env: { ...process.env, TMPDIR: workshop.folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(target.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  targetUrl = `http://127.0.0.1:${Number(port)}`
  await vi.waitFor(async () => {
    const [process] = await processes()
    expect(process?.pid).toBe(target.pid)
    id = process?.id ?? ''
  }, WITHIN)
  ownFiles = readdirSync(workshop.folder)
}

async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${hubUrl}/api/v1${path}`, {
    method,
    headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return (text === '' ? null : JSON.parse(text)) as T
}

const processes = async () => (await api<{ processes: ProcessSummary[] }>('GET', '/processes')).processes
const captureOf = (capture: string) => api<Capture>('GET', `/captures/${capture}`)
const stateOf = async (capture: string) => (await captureOf(capture)).state
const hubFiles = () => readdirSync(join(disk.folder, 'captures'))

/** Takes a snapshot. A target that is not connected again yet is asked later. */
async function take(): Promise<string> {
  let asked: Capture | undefined
  await expect
    .poll(async () => {
      asked = await api<Capture>('POST', `/processes/${id}/commands`, { name: 'heap-snapshot', by: 'Ada' })
      return asked.state
    }, WITHIN)
    .toBe('asked')
  return asked?.id ?? ''
}

const UNDER_WAY = /^(?:asked|receiving)$/u
const BUSY = 'a snapshot of this process is being taken; wait for it to end.'

/** One that is ready. A target that has not noticed yet that its last one ended is asked again. */
async function takeWhole(): Promise<string> {
  for (;;) {
    const capture = await take()
    await expect.poll(() => stateOf(capture), WITHIN).not.toMatch(UNDER_WAY)
    const { error } = await captureOf(capture)
    if (error === BUSY) continue
    expect(error).toBeNull()
    return capture
  }
}

/** One of which a part has come. */
async function halfWay(): Promise<string> {
  network.isHeld = true
  const capture = await take()
  await expect.poll(() => stateOf(capture), WITHIN).toBe('receiving')
  await expect.poll(hubFiles, WITHIN).toEqual([`${capture}.part`])
  return capture
}

/** That the program answers, and can be captured: the last capture is whole, and is removed again. */
async function servesOn(): Promise<void> {
  expect(await (await fetch(targetUrl, { headers: { connection: 'close' } })).text()).toBe('served')
  network.isHeld = false
  const capture = await takeWhole()
  expect(hubFiles()).toEqual([`${capture}.gz`])
  await api('DELETE', `/captures/${capture}?by=Ada`)
  expect(hubFiles()).toEqual([])
  expect(readdirSync(workshop.folder)).toEqual(ownFiles)
}

it('a capture that is cancelled half-way leaves nothing, and the next one is whole', async () => {
  const capture = await halfWay()
  expect(await api('DELETE', `/captures/${capture}?by=Ada`)).toMatchObject({ state: 'cancelled' })
  await expect.poll(hubFiles, WITHIN).toEqual([])
  await servesOn()
  expect(await stateOf(capture)).toBe('cancelled')
})

it('a hub that is killed amid a capture lists it as failed after its start, and nothing of it is on the disk', async () => {
  const capture = await halfWay()
  await hub.killAfter(0, 'start')
  expect(await hub.start()).toBe(hubUrl)
  expect(await captureOf(capture)).toMatchObject({
    state: 'failed',
    error: 'the hub was restarted while it was taken.',
  })
  expect(hubFiles()).toEqual([])
  await servesOn()
})

/** A limit on the length of files, which is what there is without a file system to mount, fills no disk. */
const canFill = () => disk.kind.startsWith('a file system')

it('a disk that fills up amid a capture is told as the reason, and the next one is whole once there is room', async (test) => {
  test.skip(!canFill(), 'it takes a user who may mount a file system')
  const capture = await halfWay()
  const filler = join(disk.folder, 'filler')
  fill(filler)
  network.release()
  await expect.poll(() => stateOf(capture), WITHIN).toBe('failed')
  expect((await captureOf(capture)).error).toBe('Its file could not be kept: the disk of the hub is full.')
  expect(hubFiles()).toEqual([])
  expect(await api('POST', `/processes/${id}/commands`, { name: 'heap-snapshot' })).toMatchObject({
    error: { code: 'no_room', message: 'the disk of the hub is nearly full; a capture needs room there first.' },
  })
  rmSync(filler)
  // A disk that refused is tried once a second; until then the hub says that it is not ready, and keeps no record either.
  await expect
    .poll(async () => (await fetch(`${hubUrl}/readyz`, { headers: { connection: 'close' } })).status, WITHIN)
    .toBe(200)
  await servesOn()
  await hub.killAfter(0, 'start')
  expect(await hub.start()).toBe(hubUrl)
  expect(await captureOf(capture)).toMatchObject({ state: 'failed' })
})

it('a program that is killed amid its capture has failed to give one, and the next life of it is whole', async () => {
  const capture = await halfWay()
  target.kill('SIGKILL')
  await expect.poll(() => stateOf(capture), WITHIN).toBe('failed')
  await expect.poll(hubFiles, WITHIN).toEqual([])
  expect(readdirSync(workshop.folder)).toEqual(ownFiles)
  await startTarget()
  await servesOn()
})

interface Network {
  url: string
  /** Of an upload that begins from now on only the first part goes through. */
  isHeld: boolean
  /** The rest of those that wait. */
  release(): void
  stop(): void
}

const PART_BYTES = 65_536

/** A wire to the hub that hands on what comes, and holds back what it is told to. */
async function startNetwork(hubPort: number): Promise<Network> {
  const waiting = new Set<() => void>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(hubPort, '127.0.0.1')
    let left: number | null = null
    let held: Buffer[] = []
    const goOn = () => {
      left = null
      for (const data of held) upstream.write(data)
      held = []
    }
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => other.destroy())
      socket.once('close', () => sockets.delete(socket))
    }
    upstream.pipe(client)
    client.on('data', (data: Buffer) => {
      if (network.isHeld && data.subarray(0, 4).toString() === 'PUT ') left = PART_BYTES
      upstream.write(data.subarray(0, left ?? data.length))
      if (left === null) return
      // Read on, so that the end of the program is noticed, as by any wire.
      held.push(data.subarray(left))
      left = Math.max(0, left - data.length)
      waiting.add(goOn)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const network: Network = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isHeld: false,
    release() {
      for (const goOn of waiting) goOn()
      waiting.clear()
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  return network
}

/** Up to the last byte that the disk takes. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  for (let bytes = 16_777_216; bytes >= 4_096; bytes /= 4) {
    const piece = Buffer.alloc(bytes)
    try {
      for (;;) writeSync(file, piece)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  closeSync(file)
}
