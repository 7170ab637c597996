/** Modules of Node that few hosts ever need of the agent: loaded when they are, so that the others do not pay for them. */
import type Cluster from 'node:cluster'
import type * as fs from 'node:fs'
import type * as inspector from 'node:inspector'
import { createRequire } from 'node:module'
import type * as vm from 'node:vm'
import type * as zlib from 'node:zlib'

interface Builtins {
  'node:cluster': typeof Cluster
  'node:fs': typeof fs
  'node:inspector': typeof inspector
  'node:vm': typeof vm
  'node:zlib': typeof zlib
}

/** The path from which it is required means nothing: no file can go by such a name. Throws where Node was built without it. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return createRequire(process.execPath)(name) as Builtins[Name]
}
