import { spokenLanguage } from '../words/spoken-language'
import { VIEW_COOKIE, writeView } from '../protocol/first-page'

const A_YEAR_S = 31_536_000

/** Leaves what the hub needs to draw the next page as this one is: how its person wants the list, and what his clock says. */
export function leaveViewCookie(read: (key: 'columns' | 'density' | 'language' | 'pinned') => string): void {
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions()
  // As it is on screen: whoever turns it does that first.
  const { theme = '' } = document.documentElement.dataset
  const value = writeView({
    zone,
    language: spokenLanguage(read('language')),
    theme,
    density: read('density'),
    columns: read('columns'),
    pinned: read('pinned'),
  })
  document.cookie = `${VIEW_COOKIE}=${value}; path=/; max-age=${A_YEAR_S}; samesite=lax`
}
