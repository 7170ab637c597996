/**
 * The language in which this program speaks, and its texts. English is there from the start, area by area, with what shows it;
 * another language is loaded when somebody reads it. Only this file knows the library.
 */
import { setupI18n } from '@lingui/core'
import { readMessage } from './message'
import type { Language } from './spoken-language'

/** Texts by key, in ICU MessageFormat: `{name}`, and `{count, plural, one {# process} other {# processes}}`. */
export type Texts = Readonly<Record<string, string>>
/** The same keys in another language. */
export type Translated<T extends Texts> = Readonly<Record<keyof T, string>>

type Value = string | number | null | undefined
type Values<Text> = Text extends `${string}{${string}` ? [values: Readonly<Record<string, Value>>] : []
/** Says the text of a key, with values in the places of its names. */
export type Say<T extends Texts> = <K extends keyof T & string>(key: K, ...values: Values<T[K]>) => string

const i18n = setupI18n({ locale: 'en', messages: { en: {} } })

/** The texts of one part of the dashboard, in English. */
export function area<const T extends Texts>(name: string, english: T): Say<T> {
  load('en', name, english)
  return (key, ...[values]) => i18n._(`${name}.${key}`, values)
}

function load(language: Language, name: string, texts: Texts): void {
  const messages = Object.entries(texts).map(([key, text]) => [`${name}.${key}`, readMessage(text)])
  i18n.load(language, Object.fromEntries(messages))
}

/** Texts of another language than English, by area; they are kept. */
export function loadLanguage(language: Language, areas: Readonly<Record<string, Texts>>): void {
  for (const [name, texts] of Object.entries(areas)) load(language, name, texts)
  known.add(language)
}

const known = new Set<Language>(['en'])

export function hasLanguage(language: Language): boolean {
  return known.has(language)
}

export function currentLanguage(): Language {
  return i18n.locale as Language
}

/** From now on; it has to be loaded. */
export function speak(language: Language): void {
  if (language !== i18n.locale) i18n.activate(language)
}

/** Returns its stop. */
export function onLanguage(changed: () => void): () => void {
  return i18n.on('change', changed)
}
