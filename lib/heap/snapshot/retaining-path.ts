/** What keeps the objects of a class: the way to most of a sample of them, and that way in a sentence. */
import type { ClassTable, HeapClass } from './classes'
import { edgeLabel, edgeType, type HeapGraph, nodeName, nodeType } from './graph'
import { pathWords } from './path-words'
import { NO_WAY, type ShortestPaths } from './shortest-paths'

/** From the object outwards: a holder, and by what it holds the one before. */
export interface PathStep {
  /** How it holds the one before it: `property`, `context` (a variable), `element`, `internal`, … */
  edgeType: string
  /** The property's or the variable's name, or an index. */
  edgeName: string
  holder: HeapClass
}

export interface RetainingPath {
  steps: PathStep[]
  /** How many were looked at, and how many of these are kept in this way. */
  sampled: number
  alike: number
  sentence: string
}

/** Some objects of a class. */
export interface ClassSample {
  /** How many there are of it in all. */
  count: number
  nodes: number[]
  /** They are those that are new. */
  isNew: boolean
}

/** Lists that are linked from object to object can be as long as the heap. */
const MAX_WALK = 20_000
const MAX_STEPS = 40
/** What is told apart: two ways that part further out than this are the same leak. */
const ALIKE_STEPS = 6

/** `null` where nothing leads to them from the root. */
export function retainingPath(
  graph: HeapGraph,
  table: ClassTable,
  paths: ShortestPaths,
  { count, nodes, isNew }: ClassSample,
): RetainingPath | null {
  const groups = new Map<string, { steps: PathStep[]; alike: number }>()
  for (const node of nodes) {
    const steps = stepsOf(graph, table, paths, node)
    if (steps.length === 0) continue
    const key = steps.slice(0, ALIKE_STEPS).map(stepKey).join('\n')
    const group = groups.get(key) ?? { steps, alike: 0 }
    group.alike += 1
    groups.set(key, group)
  }
  const [most] = [...groups.values()].sort((a, b) => b.alike - a.alike)
  const heapClass = table.classes[table.classOf[nodes[0] ?? 0] ?? 0]
  if (most === undefined || heapClass === undefined) return null
  const share = { count, sampled: nodes.length, alike: most.alike, isNew }
  return {
    steps: most.steps,
    sampled: nodes.length,
    alike: most.alike,
    sentence: pathWords(heapClass, most.steps, share),
  }
}

function stepKey({ edgeType: type, edgeName, holder }: PathStep): string {
  return `${type} ${type === 'property' || type === 'context' ? edgeName : ''} ${holder.name}`
}

function stepsOf(graph: HeapGraph, table: ClassTable, { sources, edges }: ShortestPaths, from: number): PathStep[] {
  const steps: PathStep[] = []
  let node = from
  for (let walked = 0; walked < MAX_WALK && steps.length < MAX_STEPS; walked += 1) {
    const source = sources[node] as number
    if (source === NO_WAY) break
    const edge = edges[node] as number
    // Of a chain of like objects, the link at its end is told: that is what the chain hangs on.
    const isChain = table.classOf[source] === table.classOf[node] && nodeType(graph, source) === 'object'
    if (!isChain || nodeName(graph, source) === 'system / Context')
      steps.push({
        edgeType: edgeType(graph, edge),
        edgeName: edgeLabel(graph, edge),
        holder: holderOf(graph, table, source),
      })
    node = source
  }
  return steps
}

/** A class of one kind of machinery has its own name here: `(GC roots)`, `system / Context`, a file. */
function holderOf(graph: HeapGraph, { classes, classOf }: ClassTable, node: number): HeapClass {
  const heapClass = classes[classOf[node] as number] as HeapClass
  const name = nodeName(graph, node)
  return heapClass.name === `(${heapClass.kind})` && name !== '' ? { ...heapClass, name } : heapClass
}
