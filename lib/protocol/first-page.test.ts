import { expect, it } from 'vitest'
import { readView, writeView } from './first-page'

const NOTHING = { zone: null, language: '', theme: '', density: '', columns: '', pinned: '' }

it('what a browser says of its person is read as it was written', () => {
  const view = {
    ...NOTHING,
    zone: 'America/Argentina/Buenos_Aires',
    theme: 'dark',
    columns: 'state memory',
    pinned: 'a.b~1 c;d=é',
  }
  const value = writeView(view)
  expect(value).toMatch(/^[\w%&=.+*~-]+$/u)
  expect(readView(value)).toEqual(view)
})

it('what is absent is empty, and a zone that nobody told is not known', () => {
  expect(readView(undefined)).toEqual(NOTHING)
  expect(readView(writeView(NOTHING))).toEqual(NOTHING)
})

it('pins that no cookie can hold are left out, and the rest is kept', () => {
  const pinned = Array.from({ length: 50 }, (_, at) => `gateway.host-${at}~${'é'.repeat(20)}`).join(' ')
  const value = writeView({ ...NOTHING, zone: 'UTC', columns: 'state', pinned })
  expect(value.length).toBeLessThan(4_096)
  expect(readView(value)).toEqual({ ...NOTHING, zone: 'UTC', columns: 'state' })
})
