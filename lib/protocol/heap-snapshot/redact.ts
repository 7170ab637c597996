/**
 * A V8 heap snapshot without what the program kept in its strings, made while the bytes pass by.
 *
 * The strings come last, in one list, into which both the contents of strings and the names of constructors, functions and
 * properties point. So the nodes and edges that went before say which of them are names: those stay, and all others are blanked.
 * An index that is only content is never kept, and a string that nobody points to goes as well: what is not known to be a name is a secret.
 *
 * It keeps a few bits for each string, and no byte of the file beyond a chunk.
 */
import { BitSet } from './bit-set'
import { CONTENT_TYPES, HeapSnapshotError, INDEXED_EDGES, type SnapshotHeader } from './header'
import { type SnapshotSink, SnapshotScanner, textOf } from './scanner'

/** All that V8 writes; what else a file has might hold anything, and is refused rather than sent. */
const KNOWN_SECTIONS = ['nodes', 'edges', 'trace_function_infos', 'trace_tree', 'samples', 'locations', 'strings']

/** A property that was written in code. One that looks like data (a token, an address, a number with a name) was a key of a dictionary. */
const WRITTEN_NAME = /^(?:<symbol [\w$.:\- ]{0,60}>|[#\w$ .:\-/()<>@]{1,64})$/u
const LOOKS_LIKE_DATA = /\d(?:\D*\d){4}|\S@\S+\.|[a-z]\d+[a-z]\d|[A-Za-z0-9+/_-]{33}/u
/** V8 writes the value of a weak map into the name of the edge to it, and a value may be a string. */
const WEAK_PAIR = /pair in WeakMap/u

export interface Redaction {
  keptStrings: number
  blankedStrings: number
}

/** The bytes of the same snapshot with its strings blanked. Throws `HeapSnapshotError` where it cannot be sure of all of them. */
export async function* redactStrings(
  chunks: AsyncIterable<Uint8Array>,
  onDone: (redaction: Redaction) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const redactor = new Redactor()
  for await (const chunk of chunks) yield* redactor.take(chunk)
  yield* redactor.finish()
  onDone(redactor.redaction)
}

class Redactor implements SnapshotSink {
  readonly redaction: Redaction = { keptStrings: 0, blankedStrings: 0 }
  private readonly scanner = new SnapshotScanner(this)
  private readonly names = new BitSet()
  private readonly edgeNames = new BitSet()
  private nodeField: FieldReader | null = null
  private edgeField: FieldReader | null = null
  private stringsFrom = -1
  private index = 0
  private out: Uint8Array[] = []

  take(chunk: Uint8Array): Uint8Array[] {
    const wasBeforeStrings = this.stringsFrom < 0
    this.scanner.scan(chunk)
    if (!wasBeforeStrings) return this.drain()
    const head = this.stringsFrom < 0 ? chunk : chunk.subarray(0, this.stringsFrom)
    return [head.slice(), ...this.drain()]
  }

  finish(): Uint8Array[] {
    this.scanner.end()
    if (this.stringsFrom < 0)
      throw new HeapSnapshotError('The heap snapshot has no strings; they are the last part of a whole one.')
    this.out.push(ascii(']}\n'))
    return this.drain()
  }

  header({ nodeFields, nodeTypes, edgeFields, edgeTypes }: SnapshotHeader): void {
    const isContent = nodeTypes.map((type) => CONTENT_TYPES.includes(type))
    const isIndexed = edgeTypes.map((type) => INDEXED_EDGES.includes(type))
    this.nodeField = new FieldReader(nodeFields, 'name', (type, name) => {
      if (isContent[type] === false) this.names.add(name)
    })
    this.edgeField = new FieldReader(edgeFields, 'name_or_index', (type, name) => {
      if (isIndexed[type] === false) this.edgeNames.add(name)
    })
  }

  section(name: string, offset: number): void {
    if (this.stringsFrom >= 0)
      throw new HeapSnapshotError(`The heap snapshot has ${JSON.stringify(name)} after its strings.`)
    if (!KNOWN_SECTIONS.includes(name))
      throw new HeapSnapshotError(`The heap snapshot has ${JSON.stringify(name)}, which may hold anything.`)
    if (name === 'strings') this.stringsFrom = offset
  }

  numbers(section: string, values: Float64Array, count: number): void {
    if (section === 'nodes') this.nodeField?.read(values, count)
    else if (section === 'edges') this.edgeField?.read(values, count)
  }

  string(bytes: Uint8Array): void {
    const isKept = this.names.has(this.index) || (this.edgeNames.has(this.index) && isWrittenName(bytes))
    if (isKept) this.redaction.keptStrings += 1
    else this.redaction.blankedStrings += 1
    this.out.push(ascii(this.index === 0 ? '"' : ',\n"'))
    if (isKept) this.out.push(bytes.slice())
    this.out.push(ascii('"'))
    this.index += 1
  }

  private drain(): Uint8Array[] {
    const whole = joined(this.out)
    this.out = []
    return whole.length === 0 ? [] : [whole]
  }
}

/** Picks type and name out of records that come one value after the other. */
class FieldReader {
  private field = 0
  private type = 0
  private name = 0
  private readonly typeField: number
  private readonly nameField: number
  private readonly width: number

  constructor(
    fields: readonly string[],
    nameField: string,
    private readonly onRecord: (type: number, name: number) => void,
  ) {
    this.typeField = fields.indexOf('type')
    this.nameField = fields.indexOf(nameField)
    this.width = fields.length
  }

  read(values: Float64Array, count: number): void {
    for (let at = 0; at < count; at += 1) {
      if (this.field === this.typeField) this.type = values[at] as number
      else if (this.field === this.nameField) this.name = values[at] as number
      this.field += 1
      if (this.field < this.width) continue
      this.field = 0
      this.onRecord(this.type, this.name)
    }
  }
}

function isWrittenName(bytes: Uint8Array): boolean {
  if (bytes.length > 80) return false
  const text = textOf(bytes)
  return WRITTEN_NAME.test(text) && !WEAK_PAIR.test(text) && !LOOKS_LIKE_DATA.test(text)
}

const encoder = new TextEncoder()

function ascii(text: string): Uint8Array {
  return encoder.encode(text)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
