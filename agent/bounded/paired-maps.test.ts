import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HeldStream, type Pair, PairedMaps } from './paired-maps'

type Step = { do: 'enter' | 'open' | 'closeStream' | 'leave' | 'die' | 'crash' | 'failToOpen'; id: number }

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('enter', 'enter', 'open', 'open', 'closeStream', 'leave', 'die', 'crash', 'failToOpen'),
  id: fc.integer({ min: 0, max: 5 }),
})

test('Clients and streams are what a plain map of lists says, and no stream is without its client, whatever is done.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(step, { maxLength: 80 }),
      async (max, streamsPerClient, steps) => {
        const closed: string[] = []
        const maps = new PairedMaps<number, string, string>({
          name: 'ws',
          max,
          streamsPerClient,
          closeStream: (stream) => void closed.push(stream),
          agent: null,
        })
        const plain = new Map<number, string[]>()
        const plainClosed: string[] = []
        const here = new Map<
          number,
          { pair: Pair<number, string, string>; owner: EventEmitter; open: HeldStream<string>[] }
        >()
        let made = 0
        const leave = (id: number): void => {
          plainClosed.push(...(plain.get(id) ?? []))
          plain.delete(id)
        }
        for (const { do: what, id } of steps) {
          const known = here.get(id)
          const stream = `s${++made}`
          const hasPlace = plain.has(id) || plain.size < max
          if (what === 'enter') {
            const owner = new EventEmitter()
            const pair = maps.enter(id, `c${id}`, () => stream, owner)
            expect(pair === 'max_clients_reached').toBe(!hasPlace)
            if (pair === 'max_clients_reached') continue
            leave(id)
            plain.set(id, [stream])
            here.set(id, { pair, owner, open: [] })
          } else if (what === 'failToOpen') {
            const fail = (): never => {
              throw new Error('no more descriptors')
            }
            if (hasPlace) expect(() => maps.enter(id, 'x', fail)).toThrow('no more descriptors')
            if (known?.pair.isHere && (plain.get(id)?.length ?? 0) < streamsPerClient)
              expect(() => known.pair.open(fail)).toThrow('no more descriptors')
          } else if (what === 'open') {
            const opened = known?.pair.open(() => stream)
            const streams = plain.get(id)
            if (known && !streams) expect(opened).toBe('client_gone')
            else if (streams && streams.length >= streamsPerClient) expect(opened).toBe('max_streams_reached')
            else if (streams && known && typeof opened === 'object') {
              streams.push(stream)
              known.open.push(opened)
            }
          } else if (what === 'closeStream') {
            const held = known?.open.pop()
            const streams = plain.get(id) ?? []
            const isThere = held !== undefined && streams.includes(held.stream)
            expect(held?.close() ?? false).toBe(isThere)
            if (!held || !isThere) continue
            plainClosed.push(held.stream)
            plain.set(
              id,
              streams.filter((one) => one !== held.stream),
            )
          } else if (what === 'crash') {
            const crash = maps.serve(
              id,
              'crasher',
              () => stream,
              () => Promise.reject(new Error('a handler that throws')),
            )
            if (hasPlace) {
              leave(id)
              plainClosed.push(stream)
              await expect(crash).rejects.toThrow('a handler that throws')
            } else expect(await crash).toBe('max_clients_reached')
          } else {
            if (known?.pair.isHere) leave(id)
            if (what === 'leave') known?.pair.leave()
            else known?.owner.emit('close')
            expect(known?.pair.leave() ?? false).toBe(false)
          }
          expect(new Map(Array.from(maps.pairs(), (pair) => [pair.id, pair.streams()]))).toEqual(plain)
          expect(closed.toSorted()).toEqual(plainClosed.toSorted())
          expect([maps.size, maps.streamCount, maps.check()]).toEqual([
            plain.size,
            [...plain.values()].flat().length,
            0,
          ])
        }
        maps.close()
        expect([maps.size, maps.streamCount]).toEqual([0, 0])
        for (const { owner } of here.values()) expect(owner.eventNames()).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

test('A client that is gone before it enters leaves at once, with its stream; a stream is opened for nobody who is gone.', () => {
  const closed: string[] = []
  const maps = new PairedMaps<string, string, string>({
    name: 'ws',
    closeStream: (stream) => void closed.push(stream),
    agent: null,
  })
  const gone = Object.assign(new EventEmitter(), { disconnected: true })
  const pair = maps.enter('a', 'client', () => 'first', gone)
  expect([maps.size, maps.streamCount, closed]).toEqual([0, 0, ['first']])
  expect(pair === 'max_clients_reached' || pair.open(() => 'second')).toBe('client_gone')
})

test('A client that leaves while its stream is opened gets none, and the stream is closed.', () => {
  const closed: string[] = []
  const maps = new PairedMaps<string, string, string>({
    name: 'ws',
    streamsPerClient: 2,
    closeStream: (stream) => void closed.push(stream),
    agent: null,
  })
  const pair = maps.enter('a', 'client', () => 'first')
  if (pair === 'max_clients_reached') throw new Error('it has room')
  const opened = pair.open(() => {
    pair.leave()
    return 'second'
  })
  expect([opened, closed, maps.stats().orphans]).toEqual(['client_gone', ['first', 'second'], 0])
})
