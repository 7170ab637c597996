/**
 * Reads of a TCP connection in place: what comes is read into one array that all such connections share, and is looked at there.
 * Node has an array of 64 kB made for each read otherwise, cut to what came, hung into the stream and collected later: of the 35 µs
 * that a message of 240 bytes and its answer cost a bare server here, 10. Node's own `onread` does this, but only for connections
 * that one opens oneself; a server's has the same parts, which are set here. Where they are missing nothing changes.
 */
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** As libuv asks for, at most, with each read. */
const shared = Buffer.allocUnsafeSlow(65_536)

/** Looks at the first `length` bytes, which are gone when it returns; answers how many of them it took. */
export type Take = (bytes: Buffer, length: number) => number

/**
 * From now on `take` sees what comes over `wire` before the stream does, in order: not while something waits in the stream, or it
 * is paused. What it leaves goes on as it would have. Answers whether this can be had of the connection: TLS has none.
 */
export function readInPlace(wire: Duplex, take: Take): boolean {
  const parts = wire instanceof Socket ? partsOf(wire) : null
  if (parts === null) return false
  const { handle, symbols, fields } = parts
  fields[symbols.kBuffer] = shared
  fields[symbols.kBufferGen] = null
  fields[symbols.kBufferCb] = (length: number): boolean => {
    const isInOrder = wire.readableLength === 0 && wire.readableFlowing === true
    const taken = isInOrder ? take(shared, length) : 0
    return taken === length || wire.push(copyOf(taken, length))
  }
  handle.useUserBuffer(shared)
  return true
}

/** Of its own memory: a part of Node's pool would hold 8 kB for the first byte of a message whose rest never comes. */
function copyOf(from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(to - from)
  shared.copy(copy, 0, from, to)
  return copy
}

interface Handle {
  useUserBuffer(buffer: Buffer): void
}

const NAMES = ['kBuffer', 'kBufferCb', 'kBufferGen'] as const
type Symbols = Record<(typeof NAMES)[number], symbol>
/** One look at a connection is enough: they are the same for all. */
let known: Symbols | null = null

function partsOf(wire: Socket): { handle: Handle; symbols: Symbols; fields: Record<symbol, unknown> } | null {
  const { _handle: handle } = wire as unknown as { _handle: Partial<Handle> | null }
  // A TLS connection's is another one: what it hands on it has unlocked elsewhere.
  if (handle?.constructor.name !== 'TCP' || typeof handle.useUserBuffer !== 'function') return null
  known ??= symbolsOf(wire)
  return known && { handle: handle as Handle, symbols: known, fields: wire as unknown as Record<symbol, unknown> }
}

function symbolsOf(wire: Socket): Symbols | null {
  const own = Object.getOwnPropertySymbols(wire)
  const found = NAMES.map((name) => own.find(({ description }) => description === name))
  return found.every((one) => one !== undefined)
    ? (Object.fromEntries(NAMES.map((name, at) => [name, found[at]])) as Symbols)
    : null
}
