/**
 * What an object keeps in a private field, for a library that shows a number nowhere else: read through Node's inspector, as a debugger
 * would, once for each thing that is watched. Nothing of the library is replaced, no debugger is waited for, and no domain is enabled, so the
 * program runs as before; it takes some milliseconds.
 *
 * A private field is either JavaScript's own (`#queue`), or what TypeScript made of it for older engines: a WeakMap `_Class_queue` beside the
 * class, which its methods close over.
 */
import type { Session } from 'node:inspector'
import { builtin } from '../builtin'

/** Where objects are handed over between this program and the inspector, for as long as one is asked for. */
const HANDED = 'tidemark: handed to the inspector'
const GROUP = 'tidemark'

interface Handed {
  holder: object
  found: unknown
}

/** What the inspector answers, as far as it is used: Node's own types know no private properties. */
interface Remote {
  type: string
  subtype?: string
  description?: string
  objectId?: string
}
interface Property {
  name: string
  value?: Remote
}
interface Properties {
  result: Property[]
  internalProperties?: Property[]
  privateProperties?: Property[]
}

export type ReadPrivate = (holder: object, field: string, method: string) => object | undefined

/**
 * Calls `act` with a reader: of `holder` the object in its private `field`, where `method` is one of its methods that uses the field.
 * `undefined` where there is no such field. Throws where this runtime has no inspector.
 */
export function readingPrivates<Result>(act: (read: ReadPrivate) => Result): Result {
  const session = new (builtin('node:inspector').Session)()
  session.connect()
  try {
    return act((holder, field, method) => readField(session, holder, field, method))
  } finally {
    post(session, 'Runtime.releaseObjectGroup', { objectGroup: GROUP })
    session.disconnect()
  }
}

function readField(session: Session, holder: object, field: string, method: string): object | undefined {
  const handed: Handed = { holder, found: undefined }
  const place = Symbol.for(HANDED)
  const places = globalThis as unknown as Record<symbol, Handed | undefined>
  places[place] = handed
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(HANDED)})]`
    const { objectId } = remote(post(session, 'Runtime.evaluate', { expression, objectGroup: GROUP, silent: true }))
    if (objectId === undefined) return undefined
    const native = nativeField(session, objectId, field)
    const map = native ?? mapBeside(session, objectId, field, method)
    if (native !== undefined) call(session, objectId, 'function (value) { this.found = value }', native)
    else if (map !== undefined) call(session, objectId, 'function (map) { this.found = map.get(this.holder) }', map)
    return typeof handed.found === 'object' && handed.found !== null ? handed.found : undefined
  } finally {
    delete places[place]
  }
}

/** The id of what is in `#field`. */
function nativeField(session: Session, handedId: string, field: string): string | undefined {
  const { objectId } = call(session, handedId, 'function () { return this.holder }')
  if (objectId === undefined) return undefined
  const { privateProperties = [] } = propertiesOf(session, objectId)
  return privateProperties.find(({ name }) => name === `#${field}`)?.value?.objectId
}

/** The id of the WeakMap that TypeScript keeps the field in, found among what `method` closes over. */
function mapBeside(session: Session, handedId: string, field: string, method: string): string | undefined {
  const code = call(session, handedId, `function () { return this.holder[${JSON.stringify(method)}] }`)
  if (code.type !== 'function' || code.objectId === undefined) return undefined
  const { internalProperties = [] } = propertiesOf(session, code.objectId)
  const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]')?.value?.objectId
  if (scopes === undefined) return undefined
  const isOfField = new RegExp(`^_\\w+_${field}$`, 'u')
  for (const { value: scope } of propertiesOf(session, scopes).result) {
    // The global scope is large, and not where a class keeps its fields.
    if (scope?.objectId === undefined || scope.description === 'Global') continue
    const found = propertiesOf(session, scope.objectId).result.find(({ name }) => isOfField.test(name))
    if (found?.value?.subtype === 'weakmap') return found.value.objectId
  }
  return undefined
}

function call(session: Session, objectId: string, functionDeclaration: string, argumentId?: string): Remote {
  const given = argumentId === undefined ? [] : [{ objectId: argumentId }]
  const params = { objectId, functionDeclaration, arguments: given, objectGroup: GROUP, silent: true }
  return remote(post(session, 'Runtime.callFunctionOn', params))
}

function remote(answer: unknown): Remote {
  return (answer as { result: Remote }).result
}

function propertiesOf(session: Session, objectId: string): Properties {
  return post(session, 'Runtime.getProperties', { objectId, ownProperties: true }) as Properties
}

/** V8 answers a session of its own thread at once, within the call. */
function post(session: Session, method: string, params: object): unknown {
  let answer: { error: Error | null; result: unknown } | undefined
  session.post(method, params, (error: Error | null, result: unknown) => (answer = { error, result }))
  if (!answer) throw new Error('the inspector did not answer')
  if (answer.error) throw new Error(answer.error.message)
  return answer.result
}
