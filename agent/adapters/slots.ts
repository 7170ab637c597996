/** Names for things that nobody named: `http`, then `http_2`. A name is free again when what had it is gone, so names are bounded by what is there at once. */

/** A program that makes ever more of a kind has them watched up to here; its memory and its series stay bounded. */
export const OF_A_KIND_MOST = 16

interface Slot {
  thing: WeakRef<object>
  isOver: ((thing: never) => boolean) | undefined
}

const slots = new Map<string, Slot>()

/** `null`: there are too many of them already. `leave` is called with what had the name until now, where that has ended and is still there. */
export function takeSlot(
  base: string,
  thing: object,
  isOver: Slot['isOver'],
  leave: (before: object) => void,
): string | null {
  for (let at = 1; at <= OF_A_KIND_MOST; at++) {
    const name = at === 1 ? base : `${base}_${at}`
    if (!isFree(name)) continue
    const before = slots.get(name)?.thing.deref()
    if (before) leave(before)
    slots.set(name, { thing: new WeakRef(thing), isOver })
    return name
  }
  return null
}

export function leaveSlot(name: string, thing: object): void {
  if (slots.get(name)?.thing.deref() === thing) slots.delete(name)
}

function isFree(name: string): boolean {
  const slot = slots.get(name)
  const thing = slot?.thing.deref()
  return thing === undefined || slot?.isOver?.(thing as never) === true
}
