import { useState, type ChangeEvent } from 'react'

/**
 * The properties of a field whose text lives in the address. That is told a moment later, so while somebody types the field
 * shows what was typed: else a quick second letter would take the place of the first.
 */
export function useTyped(value: string, onType: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null)
  return {
    value: typed ?? value,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.target.value)
      onType(event.target.value)
    },
    onBlur: () => setTyped(null),
  }
}
