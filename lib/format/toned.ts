/** A word with its tone, said in the language that is spoken when it is read. */
export interface Toned<T extends string> {
  readonly word: string
  readonly tone: T
}

/** For tables that are made once: `say` is asked each time, as the language may be another one by then. */
export function toned<T extends string>(say: () => string, tone: T): Toned<T> {
  return {
    get word() {
      return say()
    },
    tone,
  }
}
