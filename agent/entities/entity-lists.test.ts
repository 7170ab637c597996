import { expect, test } from 'vitest'
import type { EntitiesResult, EntityGroup } from '../../lib/protocol/commands'
import { LIMITS } from '../../lib/protocol/limits'
import { warningsOf, type ToldWarning } from '../testing/told-warnings'
import { Warnings } from '../warnings'
import { EntityList } from './entity-list'
import { EntityLists } from './entity-lists'

interface Client {
  id: string
  bytes: number
}

const clients = (count: number): Client[] => Array.from({ length: count }, (_, at) => ({ id: `c${at}`, bytes: at }))
const byClient = { id: (client: Client) => client.id, bytes: (client: Client) => client.bytes }

async function asked(lists: EntityLists): Promise<EntityGroup> {
  const { groups } = await lists.run()
  if (!groups[0]) throw new Error('no group came')
  return groups[0]
}

const alwaysTime = (): boolean => true

/** What is asked for here is all of a list, however busy the machine is. */
const unhurried = () => () => true

test('The fifty largest are told, from the largest down, with all that is known of each.', async () => {
  const lists = new EntityLists(new Warnings(), unhurried)
  const readers = { ...byClient, count: () => 3, ageMs: () => 1_000, label: ({ id }: Client) => `client ${id}` }
  lists.add('clients', new Map(clients(500).map((client) => [client.id, client])), readers)
  const group = await asked(lists)
  expect(group).toMatchObject({ name: 'clients', total: 500, sampled: 500, isEstimate: false, failures: 0 })
  expect(group.entities.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 50 }, (_, at) => 499 - at))
  expect(group.entities[0]).toEqual({ id: 'c499', bytes: 499, count: 3, ageMs: 1_000, label: 'client c499' })
})

test('What was among the largest last time is told once more, so that its growth is known; what left the list is not.', async () => {
  const all = clients(200)
  const set = new Set(all)
  const lists = new EntityLists(new Warnings(), unhurried)
  lists.add('clients', set, byClient)
  await lists.run()
  const [shrunk, gone] = [all[199], all[198]] as [Client, Client]
  shrunk.bytes = 0
  set.delete(gone)
  const second = await asked(lists)
  expect(second.entities.find(({ id }) => id === shrunk.id)?.bytes).toBe(0)
  expect(second.entities.map(({ id }) => id)).not.toContain(gone.id)
  expect(second.entities).toHaveLength(52 - 1)
  const third = await asked(lists)
  expect(third.entities.map(({ id }) => id)).not.toContain(shrunk.id)
})

test.each([
  ['an array', (all: Client[]) => all],
  ['a Set', (all: Client[]) => new Set(all)],
  ['a Map', (all: Client[]) => new Map(all.map((client) => [client.id, client]))],
])('Of %s with more than 1,000, each asking looks at the next ones, until all had their turn.', async (_name, make) => {
  const seen = new Set<string>()
  const watch = {
    id: (client: Client) => client.id,
    bytes: (client: Client) => {
      seen.add(client.id)
      return client.bytes
    },
  }
  const list = new EntityList('clients', () => made, watch as never, new Warnings())
  const made = make(clients(5_000))
  for (const most of [1_000, 2_000, 3_000, 4_000, 5_000]) {
    expect(list.sample(alwaysTime)).toMatchObject({ total: 5_000 })
    expect(seen.size).toBe(most)
  }
  // The largest that were found are told on, whoever's turn it is.
  expect(list.sample(alwaysTime)?.entities.map(({ id }) => id)).toEqual(
    Array.from({ length: 50 }, (_, at) => `c${4_999 - at}`),
  )
})

test('Where time runs out the sample is smaller, and the next one goes on where it ended.', () => {
  const seen: string[] = []
  const list = new EntityList(
    'clients',
    () => set,
    {
      id: (client) => (client as Client).id,
      bytes: (client) => {
        seen.push((client as Client).id)
        return null
      },
    },
    new Warnings(),
  )
  const set = new Set(clients(1_000))
  const forLooks = (count: number) => () => count-- > 0
  expect(list.sample(forLooks(10))).toMatchObject({ total: 1_000, sampled: 176 })
  const first = seen.splice(0)
  // Those told before are asked again first, and stepping over asks for the time too.
  list.sample(forLooks(11))
  const later = seen.splice(0).filter((id) => !first.includes(id))
  expect(later[0]).toBe('c176')
  // However little time there is, it gets on.
  expect(list.sample(() => false)).toMatchObject({ total: 1_000, sampled: 16 })
})

test('An iterable that tells no size is looked at as far as it goes; how long it is, is not known.', async () => {
  const lists = new EntityLists(new Warnings())
  let ended = 0
  function* make(count: number): Generator<Client> {
    try {
      yield* clients(count)
    } finally {
      ended++
    }
  }
  let count = 3
  lists.add('clients', () => make(count), byClient)
  expect(await asked(lists)).toMatchObject({ total: 3, sampled: 3 })
  count = 1_000_000
  const group = await asked(lists)
  expect(group.total).toBeNull()
  expect(group.sampled).toBeLessThanOrEqual(1_000)
  expect(ended).toBe(2)
})

test('Without sizes the agent estimates them and says so; with null it does not, and the count decides.', async () => {
  const lists = new EntityLists(new Warnings())
  const buffers = [10, 30_000, 200].map((size, at) => ({ id: at, held: Buffer.alloc(size) }))
  lists.add('estimated', buffers, { id: ({ id }: { id: number }) => id })
  lists.add('counted', buffers, {
    id: ({ id }: { id: number }) => id,
    bytes: null,
    count: ({ held }: { held: Buffer }) => held.length,
  })
  const [estimated, counted] = (await lists.run()).groups
  expect(estimated?.isEstimate).toBe(true)
  expect(estimated?.entities.map(({ id }) => id)).toEqual(['1', '2', '0'])
  expect(estimated?.entities[0]?.bytes).toBeGreaterThan(30_000)
  expect(counted).toMatchObject({ isEstimate: false })
  expect(counted?.entities.map(({ id, bytes, count }) => [id, bytes, count])).toEqual([
    ['1', null, 30_000],
    ['2', null, 200],
    ['0', null, 10],
  ])
})

test('Readers that throw or give nonsense are counted, told once, and leave the rest as it is.', async () => {
  let group: EntityGroup | undefined
  const told: ToldWarning[] = await warningsOf(async (warnings) => {
    const lists = new EntityLists(warnings)
    lists.add('clients', clients(10), {
      id: ({ id }: Client) => (id === 'c3' ? undefined : id),
      bytes: ({ bytes }: Client) => {
        if (bytes > 7) throw new Error('mine')
        return bytes
      },
      count: () => 'many',
      label: () => null,
    })
    group = await asked(lists)
    await lists.run()
  })
  expect(group).toMatchObject({ total: 10, sampled: 10, failures: 2 + 1 + 9 })
  expect(group?.entities).toHaveLength(9)
  expect(group?.entities.filter(({ bytes }) => bytes === null)).toHaveLength(2)
  expect(group?.entities.every(({ count }) => count === null)).toBe(true)
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ code: 'TIDEMARK_BAD_READING' })
})

test('A list that throws, or is none, is told and answered as not known; the lists beside it are answered.', async () => {
  const lists = new EntityLists(new Warnings())
  lists.add(
    'broken',
    () => {
      throw new Error('mine')
    },
    byClient,
  )
  lists.add('none', () => 7 as never, byClient)
  lists.add('empty', () => undefined, byClient)
  lists.add('good', clients(2), byClient)
  const { groups } = await lists.run()
  expect(groups.map(({ name, total, failures }) => [name, total, failures])).toEqual([
    ['broken', null, 1],
    ['none', null, 1],
    ['empty', 0, 0],
    ['good', 2, 0],
  ])
})

test('A bad registration is refused with a sentence, and never throws; one that is removed is not told.', async () => {
  let lists = new EntityLists(new Warnings())
  const told = await warningsOf(async (warnings) => {
    lists = new EntityLists(warnings)
    lists.add('', [], byClient)
    lists.add(Symbol('s'), [], byClient)
    lists.add('no list', 7, byClient)
    lists.add('no id', [], {})
    lists.add('no readers', [], null)
    lists.add('no function', [], { ...byClient, bytes: 7 })
    const registration = lists.add('gone', [], byClient)
    expect(registration.name).toBe('gone')
    registration.remove()
    registration.remove()
    for (let at = 0; at < 33; at++) lists.add(`list ${at}`, [], byClient)
    await lists.run()
  })
  expect(told.map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => 'TIDEMARK_BAD_ENTITIES'))
  expect((await lists.run()).groups.map(({ name }) => name)).toEqual(
    Array.from({ length: 32 }, (_, at) => `list ${at}`),
  )
})

test('An answer stays below the limit of a message, however many and long the names are.', async () => {
  const lists = new EntityLists(new Warnings())
  const label = '水'.repeat(300)
  for (let at = 0; at < 32; at++) lists.add(`list ${at}`, clients(60), { ...byClient, label: () => label })
  const answer: EntitiesResult = await lists.run()
  expect(answer.groups).toHaveLength(32)
  expect(answer.groups[0]?.entities[0]?.label).toHaveLength(200)
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(LIMITS.messageBytes / 2 + 1_000)
})
