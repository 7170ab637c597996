/** What is worked out of an object that never changes is worked out once, and held for as long as the object is. */
export function onceEach<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { made: V }>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before.made
    const made = make(key)
    known.set(key, { made })
    return made
  }
}
