// What memlab's heap analysis says of a snapshot, class by class: node memlab-figures.cjs NODE_MODULES SNAPSHOT OUT
// Its dominators and sizes; objects by constructor, functions by name (it has no place for them in
// snapshots of Node), all else by type.
const { writeFileSync } = require('node:fs')
const path = require('node:path')

const [modules = '', snapshot = '', out = ''] = process.argv.slice(2)

function classOf(node) {
  const { type } = node
  // It puts the word before what V8 calls detached.
  const name = node.name.replace(/^Detached /u, '')
  if (type === 'object' || type === 'native') return `${type} ${name}`
  return type === 'closure' ? `closure ${name}` : `${type} (${type})`
}

async function main() {
  const { getFullHeapFromFile } = require(path.join(modules, '@memlab/heap-analysis'))
  const startedAt = performance.now()
  const heap = await getFullHeapFromFile(snapshot)
  const tookMs = performance.now() - startedAt
  const classes = new Map()
  const keyOf = new Map()
  heap.nodes.forEach((node) => void keyOf.set(node.nodeIndex, classOf(node)))
  heap.nodes.forEach((node) => {
    const key = keyOf.get(node.nodeIndex)
    const sums = classes.get(key) ?? { count: 0, shallowBytes: 0, retainedBytes: 0 }
    classes.set(key, sums)
    sums.count += 1
    sums.shallowBytes += node.self_size
    if (!isUnderItsLike(node, key, keyOf)) sums.retainedBytes += node.retainedSize
  })
  writeFileSync(
    out,
    JSON.stringify({ tookMs, peakRssBytes: process.resourceUsage().maxRSS * 1024, classes: [...classes] }),
  )
}

/** As memlab's own aggregateDominatorMetrics: what another of the set dominates is counted with that one. */
function isUnderItsLike(node, key, keyOf) {
  let at = node
  for (;;) {
    const above = at.dominatorNode
    if (!above || above.nodeIndex === at.nodeIndex) return false
    if (keyOf.get(above.nodeIndex) === key) return true
    at = above
  }
}

void main()
