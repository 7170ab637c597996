/** The text of a settings file, held against the table of what may be set: each number with its place in the text. */
import { type MemberNode, type ObjectNode, parse, tokenize, type ValueNode } from '@humanwhocodes/momoa'
import { show } from '../protocol/checks'
import { isSetting, type NumberSetting, type SettingTable } from '../protocol/number-setting'
import { amountWords, rangeWords } from './setting-words'
import type { SettingsFault } from './settings'

/** An editor that is told the schema completes and checks; the hub has no use for it. */
const SCHEMA_KEY = '$schema'

type Numbers = { [name: string]: number | Numbers }

export class SettingsFile {
  /** What is wrong with it, the first thing in the order of the text. */
  readonly fault: SettingsFault | null
  /** In the shape of the table; what the file leaves out is not there. */
  readonly numbers: Numbers
  readonly #text: string
  readonly #places = new Map<string, number>()

  constructor(text: string, table: SettingTable) {
    this.#text = text
    this.numbers = {}
    let root: ValueNode
    try {
      root = parse(text, { mode: 'json' }).body
    } catch (error) {
      this.fault = this.#syntaxFault(error)
      return
    }
    this.fault = this.#readTable(root, table, [], this.numbers)
  }

  /** Where the value of a setting stands; `undefined` where the file leaves it out. */
  placeOf(path: readonly string[]): number | undefined {
    return this.#places.get(path.join('.'))
  }

  faultAt(offset: number, what: string): SettingsFault {
    const before = this.#text.slice(0, offset)
    const lines = before.split(/\r\n|\r|\n/u)
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, what }
  }

  #syntaxFault(error: unknown): SettingsFault {
    if (!isLocated(error)) throw error
    const { offset } = error
    const left = this.#text.slice(offset).trim()
    if (left === '' || isLeftOpen(this.#text)) {
      return this.faultAt(this.#text.trimEnd().length, 'the file is no JSON: it ends before all is closed')
    }
    return this.faultAt(offset, `the file is no JSON: ${show(left.slice(0, 1))} does not belong here`)
  }

  #readTable(node: ValueNode, table: SettingTable, path: readonly string[], into: Numbers): SettingsFault | null {
    if (node.type !== 'Object') {
      const where = path.length === 0 ? 'the file' : quoted(path)
      return this.faultAt(offsetOf(node), `${where} is ${shown(node)}; it must be an object of settings`)
    }
    const seen = new Set<string>()
    for (const member of node.members) {
      const name = nameOf(member)
      if (path.length === 0 && name === SCHEMA_KEY) continue
      const fault = this.#keyFault(member, seen, table, path) ?? this.#readOne(member.value, name, table, path, into)
      if (fault !== null) return fault
      seen.add(name)
    }
    return null
  }

  #keyFault(
    member: MemberNode,
    seen: ReadonlySet<string>,
    table: SettingTable,
    path: readonly string[],
  ): SettingsFault | null {
    const name = nameOf(member)
    const where = quoted([...path, name])
    if (!Object.hasOwn(table, name)) {
      const known = Object.keys(table).join(', ')
      return this.faultAt(offsetOf(member.name), `${where} is no setting; here are ${known}`)
    }
    return seen.has(name) ? this.faultAt(offsetOf(member.name), `${where} comes a second time; leave one out`) : null
  }

  #readOne(
    node: ValueNode,
    name: string,
    table: SettingTable,
    before: readonly string[],
    into: Numbers,
  ): SettingsFault | null {
    const path = [...before, name]
    const described = table[name] as NumberSetting | SettingTable
    if (!isSetting(described)) {
      const inner: Numbers = {}
      into[name] = inner
      return this.#readTable(node, described, path, inner)
    }
    if (node.type !== 'Number' || !isWithin(node.value, described)) {
      const would = `it must be ${rangeWords(described)}; without it, it is ${amountWords(described.fallback, described)}`
      return this.faultAt(offsetOf(node), `${quoted(path)} is ${shown(node)}; ${would}`)
    }
    into[name] = node.value
    this.#places.set(path.join('.'), offsetOf(node))
    return null
  }
}

function isWithin(value: number, { min, max, isWhole }: NumberSetting): boolean {
  return value >= min && value <= max && (!isWhole || Number.isInteger(value))
}

export function quoted(path: readonly string[]): string {
  return JSON.stringify(path.join('.'))
}

function shown(node: ValueNode): string {
  switch (node.type) {
    case 'Array':
      return show(node.elements)
    case 'Object':
      return show({})
    case 'Null':
      return show(null)
    case 'NaN':
    case 'Infinity':
      return node.type
    default:
      return show(node.value)
  }
}

function nameOf({ name }: MemberNode): string {
  return name.type === 'String' ? name.value : name.name
}

function offsetOf({ loc }: ValueNode | ObjectNode | MemberNode['name']): number {
  return loc.start.offset
}

/** Whether text that could be read up to its end has an object or a list that is not closed. */
function isLeftOpen(text: string): boolean {
  let open = 0
  try {
    for (const { type } of tokenize(text, { mode: 'json' })) {
      if (type === 'LBrace' || type === 'LBracket') open++
      else if (type === 'RBrace' || type === 'RBracket') open--
    }
  } catch {
    // A character that belongs to no token is what has to be told of.
    return false
  }
  return open > 0
}

function isLocated(error: unknown): error is Error & { offset: number } {
  return error instanceof Error && 'offset' in error && typeof error.offset === 'number'
}
