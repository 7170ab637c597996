/** The texts of another language, which the first script fetches before the page's program asks: the build lays it as one file for each. */
import type { Texts } from '../../lib/words/language'
import type { Language } from '../../lib/words/spoken-language'

declare global {
  interface Window {
    tidemarkWords?: Partial<Record<Language, Readonly<Record<string, Texts>>>>
  }
}

/** `catalogue`: as `lib/words/…/catalogue.ts` has it. */
export function leaveWords(language: Language, catalogue: Readonly<Record<string, Texts>>): void {
  window.tidemarkWords = { ...window.tidemarkWords, [language]: catalogue }
}
