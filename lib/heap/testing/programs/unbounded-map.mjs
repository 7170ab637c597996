// A gateway that files every session under its id, and never takes one out.
class Session {
  constructor(id) {
    this.id = id
    this.openedAtMs = Date.now()
    this.counters = [id, id + 1, id + 2, id + 3]
  }

  seen(nowMs) {
    this.seenAtMs = nowMs
  }
}

class SessionStore {
  sessions = new Map()

  open(id) {
    const session = new Session(id)
    this.sessions.set(id, session)
    return session
  }
}

const store = new SessionStore()
let lastId = 0

export function work() {
  return store.open((lastId += 1)).id + store.sessions.size
}
