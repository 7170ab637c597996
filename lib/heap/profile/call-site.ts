/** Where something was allocated: a function, with the file and line where it begins. */

/** Whose code it is: the program's own, a package's, Tidemark's agent's, the runtime's own scripts, or no script at all (V8, C++). */
export type CodeOrigin = 'own' | 'package' | 'agent' | 'runtime' | 'native'

export interface CallSite {
  functionName: string
  /** As V8 names it: `file:///srv/gateway.js`, a path, `node:events`; empty for native code. */
  url: string
  /** From 1; `null` where there is no script. V8 tells where the function begins, not the line within it. */
  line: number | null
  column: number | null
  origin: CodeOrigin
}

/** Replaces the default answer to whose code a file is, for instance to take a folder of generated code for a package. */
export type OriginOf = (url: string) => CodeOrigin

const PACKAGE = /(?:^|[/\\])node_modules[/\\]/u
const AGENT = /[/\\]node_modules[/\\]@tidemark[/\\]agent[/\\]/u

export function originOf(url: string): CodeOrigin {
  if (url === '' || url.startsWith('native ')) return 'native'
  if (url.startsWith('node:') || url.startsWith('internal/')) return 'runtime'
  if (AGENT.test(url)) return 'agent'
  return PACKAGE.test(url) ? 'package' : 'own'
}

/** V8 leaves the name out for arrows that are nobody's value, and for the body of a module. */
export function nameOf(functionName: string, line: number | null, column: number | null): string {
  if (functionName !== '') return functionName
  return line === 1 && column === 1 ? '(module)' : '(anonymous)'
}

/** The same for the same place in two lives of a program: V8's script ids are not. */
export function siteKey({ functionName, url, line, column }: CallSite): string {
  return `${functionName}\n${url}\n${line}\n${column}`
}

/** `onConnect (gateway.js:88)`, for sentences. */
export function siteWords({ functionName, url, line }: CallSite): string {
  return url === '' ? functionName : `${functionName} (${url.slice(url.lastIndexOf('/') + 1)}:${line ?? '?'})`
}
