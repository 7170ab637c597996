/** Queues of BullMQ (and of Bull before it): jobs by state, as Redis has them. */
import { reasonOf } from '../../warnings'
import { type Adapter, hasMethods } from '../adapter'
import { endPoll, isFresh, poll } from '../poll'

interface Queue {
  readonly name: string
  getJobCounts(...states: string[]): Promise<Record<string, number | undefined>>
}

interface Counted {
  everyMs: number
  counts: Record<string, number | undefined>
}

const counted = new WeakMap<Queue, Counted>()

/** Without names all states are told that this version knows. */
async function ask(queue: Queue): Promise<void> {
  const counts = await queue.getJobCounts()
  const known = counted.get(queue)
  if (known) known.counts = counts
}

/** `undefined` where the queue told none of these states, or nothing lately. */
function jobs(queue: Queue, ...states: string[]): number | undefined {
  const known = counted.get(queue)
  if (!known || !isFresh(queue, known.everyMs)) return undefined
  const told = states.map((state) => known.counts[state]).filter((count) => count !== undefined)
  return told.length === 0 ? undefined : told.reduce((sum, count) => sum + count, 0)
}

export const bullQueue: Adapter<Queue> = {
  what: 'a queue of BullMQ',
  base: ({ name }) => `queue.${name}`,
  recognises: (thing) => typeof (thing as Queue).name === 'string' && hasMethods(thing, 'getJobCounts', 'add', 'pause'),
  series: [
    {
      kind: 'pending',
      name: 'NAME',
      help: 'Jobs that wait for a worker.',
      read: (queue) => jobs(queue, 'waiting', 'prioritized', 'wait', 'paused'),
    },
    { kind: 'gauge', name: 'NAME.active', help: 'Jobs that a worker has.', read: (queue) => jobs(queue, 'active') },
    {
      kind: 'gauge',
      name: 'NAME.delayed',
      help: 'Jobs whose time has not come.',
      read: (queue) => jobs(queue, 'delayed'),
    },
    {
      kind: 'gauge',
      name: 'NAME.failed',
      help: 'Failed jobs that are kept in Redis.',
      read: (queue) => jobs(queue, 'failed'),
    },
    {
      kind: 'gauge',
      name: 'NAME.completed',
      help: 'Completed jobs that are kept in Redis.',
      read: (queue) => jobs(queue, 'completed'),
    },
  ],
  begin(queue, { everyMs, warn, name }) {
    counted.set(queue, { everyMs, counts: {} })
    beginAsking(queue, everyMs, name, warn)
  },
  end(queue) {
    endPoll(queue)
    counted.delete(queue)
  },
}

function beginAsking(
  queue: Queue,
  everyMs: number,
  name: string,
  warn: (cause: string, sentence: string) => void,
): void {
  poll(queue, everyMs, ask, complaint(name, warn))
}

function complaint(name: string, warn: (cause: string, sentence: string) => void): (thrown: unknown) => void {
  return (thrown) =>
    warn(`${name} asked`, `${name} could not be asked for its jobs: ${reasonOf(thrown)}. It is asked again.`)
}
