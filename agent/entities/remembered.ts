/** What was told last time, to be told again so that its growth is seen. Held weakly: a list of what grows must not be why it does. */
import type { Ranked } from './ranking'

const KEY_CHARS_MOST = 200

type Held = { weak: WeakRef<object> } | { own: unknown }

export interface Remembered {
  item: Held
  key: Held
}

/** `null` for what cannot be found again without being kept: a long text, say. */
export function remember({ item, key }: Ranked): Remembered | null {
  const heldItem = hold(item)
  const heldKey = hold(key)
  return heldItem && heldKey ? { item: heldItem, key: heldKey } : null
}

/** What was remembered, where it still is in the list. Only a Map, a Set and an array can be asked without a walk. */
export function findAgain(list: unknown, { item, key }: Remembered): { item: unknown; key: unknown } | null {
  const was = alive(item)
  const at = alive(key)
  if (was === undefined || was === null) return null
  if (Array.isArray(list)) return list[at as number] === was ? { item: was, key: at } : null
  if (list instanceof Map) {
    const now: unknown = list.get(at)
    // Another thing under the same key goes by the same id, so it is the same entity.
    return now === undefined ? null : { item: now, key: at }
  }
  return list instanceof Set && list.has(was) ? { item: was, key: undefined } : null
}

function hold(value: unknown): Held | null {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return { weak: new WeakRef(value) }
  return typeof value === 'string' && value.length > KEY_CHARS_MOST ? null : { own: value }
}

function alive(held: Held): unknown {
  return 'weak' in held ? held.weak.deref() : held.own
}
