import { useState, type ChangeEvent } from 'react'

/**
 * What a person says, of a text or a choice that lives in the address. That tells it a moment later, so until then the field shows
 * what was said: else a quick second letter would take the place of the first, and a second arrow key begin where the first did.
 */
export function useSaid<T extends string>(value: T, onSay: (said: T) => void) {
  const [said, setSaid] = useState<T | null>(null)
  if (said !== null && said === value) setSaid(null)
  return {
    value: said ?? value,
    onChange: (next: T) => {
      setSaid(next)
      onSay(next)
    },
    onBlur: () => setSaid(null),
  }
}

/** The same, as the properties of an element. */
export function useTyped(value: string, onType: (text: string) => void) {
  const { onChange, ...said } = useSaid(value, onType)
  return {
    ...said,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => onChange(event.target.value),
  }
}
