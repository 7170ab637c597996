// What is to be done at the end is put on a list; the end never comes.
const cleanups = []

function acquire(id) {
  const lease = { id, sinceMs: Date.now(), tags: ['lease', 'shard', 'primary'] }
  cleanups.push(() => release(lease))
}

function release(lease) {
  lease.id = -1
}

let lastId = 0

export function work() {
  acquire((lastId += 1))
  return cleanups.length
}
