/** What the page that is being drawn shows, for the stand-ins of what reads it in a browser. A page is drawn in one go. */
import { catalogue as de } from '../../lib/words/de/catalogue'
import { hasLanguage, loadLanguage, speak } from '../../lib/words/language'
import { isLanguage, type Language } from '../../lib/words/spoken-language'
import type { ClientState } from '../../lib/client/client'
import type { FirstAnswer, FirstView } from '../../lib/protocol/first-page'

export interface Shown {
  pathname: string
  search: URLSearchParams
  state: Partial<ClientState>
  view: FirstView
}

let shown: Shown | null = null

export function shownNow(): Shown {
  if (!shown) throw new Error('no page is being drawn')
  return shown
}

export function within<T>(page: Shown, draw: () => T): T {
  shown = page
  speak(spokenIn(page.view.language))
  try {
    return draw()
  } finally {
    shown = null
    speak('en')
  }
}

const CATALOGUES = { de }

/** What a browser says may be anything. */
function spokenIn(word: string): Language {
  if (!isLanguage(word) || word === 'en') return 'en'
  if (!hasLanguage(word)) loadLanguage(word, CATALOGUES[word])
  return word
}

/** The client's state as it is with nothing but the hub's first answer. */
export function stateFrom({ hubNowMs, fleet, process }: FirstAnswer): Partial<ClientState> {
  return {
    link: { state: 'connecting', sinceMs: hubNowMs },
    clockMs: hubNowMs,
    fleet: fleet
      ? {
          rows: new Map(fleet.rows.map((row) => [row.id, row])),
          ids: new Map(),
          total: fleet.total,
          listed: fleet.rows,
        }
      : null,
    watched: process ? ({ id: process.id, status: 'known', detail: process } as ClientState['watched']) : null,
    me: null,
  }
}
