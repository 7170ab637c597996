/** Pages come with their first numbers in them: a slow machine takes seconds until a page's own program could ask for them. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import { FIRST_ANSWER_ID, type FirstDrawing, type FirstView, readView, VIEW_COOKIE } from '../../protocol/first-page'
import { decodeWatch } from '../../protocol/decode'
import { entryFor, firstState, type FirstStateOptions } from '../live/first-state'
import type { Logger } from '../log'
import { PAGE_BEGIN, type PlaceInPage } from './exported-pages'

/** As many rows as most screens show below what stands above the list; each more is one more to lay out before anything is painted. */
const ROWS = 14
const DRAWINGS = '.drawings'

export interface FirstNumbersOptions extends FirstStateOptions {
  log: Logger
}

export class FirstNumbers {
  readonly #folder: string
  readonly #options: FirstNumbersOptions
  readonly #load = createRequire(import.meta.url)
  /** Of which it was said already that they cannot draw. */
  readonly #failed = new Set<string>()

  constructor(folder: string, options: FirstNumbersOptions) {
    this.#folder = folder
    this.#options = options
  }

  /** The whole page `name` for who asked for `search`; `null` where there is nothing to put into it, or nothing that can. */
  async page(name: string, place: PlaceInPage, search: string, cookies: string | undefined): Promise<string | null> {
    const { drawing: file, before, after, end } = place
    try {
      const drawing = this.#drawing(file)
      const watch = decodeWatch(drawing.asks(name, search))
      const entry = watch.ok ? await entryFor(watch.value, this.#options) : undefined
      if (!watch.ok || entry === undefined) return null
      const { answer } = firstState(entry, watch.value.fleet === true, ROWS, this.#options)
      const view = readView(fastifyCookie.parse(cookies ?? '')[VIEW_COOKIE])
      const drawn = drawing.draw(name, search, answer, view)
      return drawn === null ? null : PAGE_BEGIN + wordsOf(view) + before + drawn + after + dataBlock(answer) + end
    } catch (error) {
      this.#tell(file, error)
      return null
    }
  }

  #drawing(file: string): FirstDrawing {
    const { default: drawing } = this.#load(join(this.#folder, DRAWINGS, file)) as { default: FirstDrawing }
    return drawing
  }

  /** Once of each build: the page is what it is without, a second later. */
  #tell(file: string, error: unknown): void {
    if (this.#failed.has(file)) return
    this.#failed.add(file)
    this.#options.log.warn({ err: error }, 'first numbers cannot be drawn into a page; it comes without them')
  }
}

/** Attributes of the page's root, so that its first script need not ask the browser; a cookie may say anything. */
function wordsOf({ theme, density, language }: FirstView): string {
  const known = (name: string, word: string, words: readonly string[]) =>
    words.includes(word) ? ` data-${name}="${word}"` : ''
  const spoken = /^[a-z]{2}$/u.test(language) ? language : ''
  return ` data-drawn-in="${spoken}"${known('theme', theme, ['light', 'dark'])}${known('density', density, ['compact'])}`
}

/** Text that no parser of HTML takes for the block's end; browsers run nothing of this type. */
function dataBlock(data: unknown): string {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c')
  return `<script type="application/json" id="${FIRST_ANSWER_ID}">${text}</script>`
}
