/**
 * What grew between two heap profiles: `GET /api/v1/captures/:id/profile?before=ID` (without `before`: what is alive in the one).
 * Bytes are of what is alive, as estimated from samples.
 */

export interface ProfileSite {
  functionName: string
  /** As V8 names it, or as a source map says; empty for native code. */
  url: string
  /** From 1; `null` where there is no script. Of the begin of the function. */
  line: number | null
  column: number | null
  /** Whose code it is. */
  origin: 'own' | 'package' | 'agent' | 'runtime' | 'native'
}

export interface BytesChange {
  beforeBytes: number
  afterBytes: number
  grownBytes: number
}

export interface ProfileRow {
  site: ProfileSite
  /** What it allocated itself, or had allocated for it by code that is not the program's own. */
  self: BytesChange
  /** All that was allocated while it was on the stack. */
  total: BytesChange
  /** Of its most grown stack, from where the bytes were allocated outwards. */
  stack: ProfileSite[]
}

export interface ProfileFlame {
  site: ProfileSite
  /** What grew here and below; what shrank is left out. */
  grownBytes: number
  selfGrownBytes: number
  beforeBytes: number
  afterBytes: number
  /** Widest first. */
  children: ProfileFlame[]
}

export interface ProfileAnswer {
  /** Without what the agent takes itself. */
  total: BytesChange
  /** What Tidemark's own agent takes in the process; it is in none of the rows. */
  agent: BytesChange
  /** Most grown first. */
  rows: ProfileRow[]
  /** How many sites are not among the rows. */
  leftOut: number
  flame: ProfileFlame
  /** A sentence for each source map that could not be read. */
  faults: string[]
}
