/** Any EventEmitter: its listeners, and the event that has most of them. */
import { type Adapter, hasMethods, listed } from '../adapter'

interface Emitter {
  eventNames(): (string | symbol)[]
  listenerCount(name: string | symbol): number
}

interface Counted {
  name: string
  listeners: number
}

function listenersByEvent(emitter: Emitter): Counted[] {
  return emitter.eventNames().map((name) => ({ name: String(name), listeners: emitter.listenerCount(name) }))
}

const events = listed<Emitter, Counted>({
  name: 'NAME listeners',
  list: listenersByEvent,
  readers: { id: ({ name }) => name, bytes: null, count: ({ listeners }) => listeners },
})

export const eventEmitter: Adapter<Emitter> = {
  what: 'an EventEmitter',
  base: 'emitter',
  recognises: (thing) => hasMethods(thing, 'eventNames', 'listenerCount', 'on', 'emit'),
  series: [
    {
      kind: 'gauge',
      name: 'NAME.listeners',
      help: 'Listeners of the emitter, for all events.',
      read: (emitter) => listenersByEvent(emitter).reduce((sum, { listeners }) => sum + listeners, 0),
    },
    {
      kind: 'gauge',
      name: 'NAME.listeners.most',
      help: 'Listeners for the event that has most of them.',
      read: (emitter) => listenersByEvent(emitter).reduce((most, { listeners }) => Math.max(most, listeners), 0),
    },
    {
      kind: 'gauge',
      name: 'NAME.events',
      help: 'Events that somebody listens for.',
      read: (emitter) => emitter.eventNames().length,
    },
  ],
  entities: [events],
}
