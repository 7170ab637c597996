/**
 * Reads a text of a catalogue into what the library formats: ICU MessageFormat as far as the catalogues use it, which is names
 * in braces and plurals. The library's own reader takes all of it, and is four times as large as the rest of it in a page;
 * a test holds the two against each other for every text (catalogues.test.ts).
 */
import type { CompiledMessage } from '@lingui/message-utils/compileMessage'

type Token = Exclude<CompiledMessage, string>[number]

const NAME = /^(\w+)\}/u
const PLURAL = /^(\w+),\s*plural,\s*/u
const BRANCH = /^(=?\w+)\s*\{/u

/** Throws for a text that it cannot read. */
export function readMessage(text: string): CompiledMessage {
  return text.includes('{') ? new Reader(text).read(false) : [text]
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Up to the end, or of a branch of a plural to the brace that closes it. */
  read(isBranch: boolean): Token[] {
    const tokens: Token[] = []
    const stops = isBranch ? /[{}#]/u : /\{/u
    for (;;) {
      const rest = this.#text.slice(this.#at)
      const found = rest.search(stops)
      const words = found < 0 ? rest : rest.slice(0, found)
      if (words !== '') tokens.push(words)
      this.#at += words.length + 1
      const stop = found < 0 ? '' : rest[found]
      if (stop === '{') tokens.push(this.#argument())
      else if (stop === '#') tokens.push('#')
      else if (stop === '}' || !isBranch) return tokens
      else throw this.#fault('a branch is not closed')
    }
  }

  #argument(): Token {
    const name = this.#take(NAME)
    if (name !== null) return [name]
    const counted = this.#take(PLURAL)
    if (counted === null) throw this.#fault('neither a name in braces nor a plural')
    const branches: Record<string, Token[]> = {}
    for (let branch = this.#take(BRANCH); branch !== null; branch = this.#take(BRANCH)) {
      branches[branch.replace('=', '')] = this.read(true)
      this.#take(/^(\s*)/u)
    }
    if (this.#take(/^(\})/u) === null) throw this.#fault('a plural is not closed')
    return [counted, 'plural', branches] as Token
  }

  #take(pattern: RegExp): string | null {
    const found = pattern.exec(this.#text.slice(this.#at))
    if (!found) return null
    this.#at += found[0].length
    return found[1] ?? ''
  }

  #fault(what: string): Error {
    return new Error(`${what} at ${this.#at} of ${JSON.stringify(this.#text)}`)
  }
}
