/** The pages as the dashboard's build exported them, with what the hub knows of each: read when first asked for, and anew once its file is another one. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { policyOfPage } from './page-policy'

export interface ExportedPage {
  /** Its Content-Security-Policy. */
  policy: string
  /** Where first numbers go; `null`: the hub draws nothing into it. */
  place: PlaceInPage | null
}

export interface PlaceInPage {
  /** The file of the build that draws them, in `.drawings`. */
  drawing: string
  /** The page's text after `PAGE_BEGIN` and before what waits there; after that; and from its end on. */
  before: string
  after: string
  end: string
}

interface Known {
  mtimeMs: number
  size: number
  page: ExportedPage
}

/** More pages than this are of no build of ours. */
const PAGES = 100

export class ExportedPages {
  readonly #folder: string
  readonly #known = new Map<string, Known>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** `file`: of a page that is there, relative to the folder. */
  async of(file: string): Promise<ExportedPage> {
    const path = join(this.#folder, file)
    const { mtimeMs, size } = await stat(path)
    const known = this.#known.get(file)
    if (known?.mtimeMs === mtimeMs && known.size === size) return known.page
    const html = await readFile(path, 'utf8')
    const place = placeIn(html)
    if (place !== null) place.before = await this.#withStyles(place.before)
    const page = { policy: policyOfPage(html), place }
    if (this.#known.size >= PAGES) this.#known.clear()
    this.#known.set(file, { mtimeMs, size, page })
    return page
  }

  /** The page's style sheets in it: a browser paints nothing before it has asked for each and read it. */
  async #withStyles(html: string): Promise<string> {
    const parts: string[] = []
    let at = 0
    for (const found of html.matchAll(STYLE_SHEET)) {
      const css = await readFile(join(this.#folder, found.groups?.['path'] ?? ''), 'utf8').catch(() => null)
      // What is not there, or would end the element, stays as it is.
      if (css === null || /<\/style/iu.test(css)) continue
      parts.push(html.slice(at, found.index), `<style>${css}</style>`)
      at = found.index + found[0].length
    }
    return [...parts, html.slice(at)].join('')
  }
}

/** As the build writes it. */
const STYLE_SHEET = /<link rel="stylesheet" href="\/(?<path>_next\/static\/[\w/~.-]+\.css)"[^>]*>/gu
/** As components/first/stands.tsx and the build leave it. */
const PLACE = /<div data-stand="" data-drawing="(?<drawing>[\w-]+\.cjs)">/u
const WAITING_END = '</section></div>'
const PAGE_END = '</body>'
export const PAGE_BEGIN = '<!DOCTYPE html><html'

function placeIn(html: string): PlaceInPage | null {
  const found = PLACE.exec(html)
  if (!found || !html.startsWith(PAGE_BEGIN)) return null
  const begin = found.index + found[0].length
  const waitingEnd = html.indexOf(WAITING_END, begin)
  const pageEnd = html.lastIndexOf(PAGE_END)
  if (waitingEnd < 0 || pageEnd < waitingEnd) return null
  const after = waitingEnd + '</section>'.length
  return {
    drawing: found.groups?.['drawing'] ?? '',
    before: html.slice(PAGE_BEGIN.length, begin),
    after: html.slice(after, pageEnd),
    end: html.slice(pageEnd),
  }
}
