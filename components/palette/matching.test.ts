import { expect, it } from 'vitest'
import { matching } from './matching'

const target = (name: string, about = '') => ({ key: name, name, about })
const TARGETS = [
  target('api/mesh-cache'),
  target('mesh/one'),
  target('gateway/b', 'mesh-host'),
  target('gateway/amesh'),
]
const namesOf = (query: string, most = 10) => matching(TARGETS, query, most).targets.map(({ name }) => name)

it('puts a name that starts with what was typed before one with a word that does, within, and what is about it', () => {
  expect(namesOf('mesh')).toEqual(['mesh/one', 'api/mesh-cache', 'gateway/amesh', 'gateway/b'])
})

it('asks for every word, wherever it stands, in any case', () => {
  expect(namesOf('GATE mesh')).toEqual(['gateway/amesh', 'gateway/b'])
  expect(namesOf('gate nobody')).toEqual([])
})

it('takes everything where nothing was typed, and never more than was asked for', () => {
  expect(namesOf(' ')).toHaveLength(4)
  expect(namesOf('', 2)).toEqual(['api/mesh-cache', 'mesh/one'])
})

it('says how close the closest is, so that the kind that was meant stands first', () => {
  const closest = (query: string) => matching(TARGETS, query, 10).closest
  expect(closest('mesh/')).toBeLessThan(closest('cache'))
  expect(closest('cache')).toBeLessThan(closest('host'))
  expect(closest('host')).toBeLessThan(closest('nobody'))
})
