// Each call starts a heartbeat, and no call ends it.
const beats = { count: 0 }

function startHeartbeat(call) {
  setInterval(() => {
    beats.count += call.id
  }, 60_000).unref()
}

let lastId = 0

export function work() {
  startHeartbeat({ id: (lastId += 1) })
  return beats.count
}
