// Each connection listens for changes of the settings, and stays on the list when it is gone.
import { EventEmitter } from 'node:events'

const settings = new EventEmitter()
settings.setMaxListeners(0)

class Connection {
  constructor(id) {
    this.id = id
    this.level = 'info'
  }

  setLevel(level) {
    this.level = level
  }
}

function subscribe(connection) {
  settings.on('changed', function onChanged(level) {
    connection.setLevel(level)
  })
}

let lastId = 0

export function work() {
  subscribe(new Connection((lastId += 1)))
  return settings.listenerCount('changed')
}
