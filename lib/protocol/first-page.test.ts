import { expect, it } from 'vitest'
import { readView, writeView } from './first-page'

it('what a browser says of its person is read as it was written', () => {
  const view = { zone: 'America/Argentina/Buenos_Aires', language: '', columns: 'state memory', pinned: 'a.b~1 c;d=é' }
  const value = writeView(view)
  expect(value).toMatch(/^[\w%&=.+*~-]+$/u)
  expect(readView(value)).toEqual(view)
})

it('what is absent is empty, and a zone that nobody told is not known', () => {
  expect(readView(undefined)).toEqual({ zone: null, language: '', columns: '', pinned: '' })
  expect(readView(writeView({ zone: null, language: '', columns: '', pinned: '' }))).toEqual({
    zone: null,
    language: '',
    columns: '',
    pinned: '',
  })
})

it('pins that no cookie can hold are left out, and the rest is kept', () => {
  const pinned = Array.from({ length: 50 }, (_, at) => `gateway.host-${at}~${'é'.repeat(20)}`).join(' ')
  const value = writeView({ zone: 'UTC', language: '', columns: 'state', pinned })
  expect(value.length).toBeLessThan(4_096)
  expect(readView(value)).toEqual({ zone: 'UTC', language: '', columns: 'state', pinned: '' })
})
