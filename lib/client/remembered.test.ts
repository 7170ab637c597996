import { describe, expect, it } from 'vitest'
import { createMemory } from './remembered'

function storageOf(entries: [string, string][] = []) {
  const kept = new Map(entries)
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe('what a browser remembers', () => {
  it('is there again on the next page', () => {
    const storage = storageOf()
    createMemory(() => storage).remember({ name: 'Ann', desktop: 'on' })
    expect(createMemory(() => storage).store.getState()).toMatchObject({ name: 'Ann', desktop: 'on' })
  })

  it('holds until the page is left where storage is closed', () => {
    const memory = createMemory(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    memory.remember({ name: 'Ann' })
    expect(memory.store.getState()).toMatchObject({ name: 'Ann', desktop: 'off' })
  })

  it('takes no word for on that it did not write', () => {
    const storage = storageOf([['tidemark.desktop', 'yes']])
    expect(createMemory(() => storage).store.getState().desktop).toBe('off')
  })
})
