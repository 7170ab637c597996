/** Which language a page speaks: the first script of a page asks as well, so this knows no texts and no library. */
/** Each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

export function isLanguage(word: unknown): word is Language {
  return typeof word === 'string' && Object.hasOwn(LANGUAGES, word)
}

/** What was chosen here, or else the first of what the browser prefers (`de-CH`, `en`) that there is; English where there is none. */
export function spokenLanguage(chosen: string): Language {
  return isLanguage(chosen) ? chosen : preferredLanguage(typeof navigator === 'undefined' ? [] : navigator.languages)
}

export function preferredLanguage(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'
}
