import { useSyncExternalStore } from 'react'
import { currentLanguage, onLanguage } from '../../lib/words/language'
import type { Language } from '../../lib/words/spoken-language'

/** The language that is on screen. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage, () => 'en')
}
