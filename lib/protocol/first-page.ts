/**
 * A page that comes from the hub with its first numbers in it. What draws them is built with the dashboard and lies beside its
 * pages; the hub calls it, and sends the answer along, with which the page's program begins.
 */
import type { WatchAck, WatchRequest } from './dashboard-wire'

export type FirstAnswer = WatchAck & { ok: true }

/** What a browser says of its person with every request, so that the hub draws what the page will draw itself. */
export const VIEW_COOKIE = 'tidemark_view'

export interface FirstView {
  /** As in `Europe/Berlin`; `null`: not known yet. */
  zone: string | null
  /** As in `de`: what the page will speak, once it is there; empty: not known. */
  language: string
  /** What was chosen of them, `light` or `dark`, `comfortable` or `compact`; empty: nothing. */
  theme: string
  density: string
  /** As `Remembered` has them (lib/client). */
  columns: string
  pinned: string
}

export interface FirstDrawing {
  /** What is to be known of the hub for the page; `null`: nothing. */
  asks(page: string, search: string): WatchRequest | null
  /** HTML; `null` where it cannot say anything true yet. Throws what a component throws. */
  draw(page: string, search: string, answer: FirstAnswer, view: FirstView): string | null
}

/** Of an element of type `application/json`, at the end of a page that the hub drew. */
export const FIRST_ANSWER_ID = 'tidemark-first'

/** `cookie`: its value. What is absent is empty. */
export function readView(cookie: string | undefined): FirstView {
  const said = new URLSearchParams(cookie ?? '')
  return {
    zone: said.get('zone'),
    language: said.get('language') ?? '',
    theme: said.get('theme') ?? '',
    density: said.get('density') ?? '',
    columns: said.get('columns') ?? '',
    pinned: said.get('pinned') ?? '',
  }
}

/** A browser drops a cookie of 4,096 characters; so many pins are then found a moment later. */
const LONGEST = 3_500

export function writeView({ zone, ...rest }: FirstView): string {
  const all = new URLSearchParams({ ...(zone === null ? {} : { zone }), ...rest })
  if (all.toString().length > LONGEST) all.delete('pinned')
  return all.toString()
}
