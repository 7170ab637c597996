import { expect, it } from 'vitest'
import { logInAddress, nextOf } from './log-in-address'

it.each([
  ['', '/'],
  ['?next=%2Fprocess%3Fid%3Dgateway', '/process?id=gateway'],
  ['?next=https%3A%2F%2Felsewhere.example', '/'],
  ['?next=%2F%2Felsewhere.example', '/'],
  ['?next=%2F%5Celsewhere.example', '/'],
  ['?next=%2F%09%2Felsewhere.example', '/'],
  ['?next=javascript%3Aalert(1)', '/'],
  ['?next=%2Flog-in%3Fnext%3D%252F', '/'],
])('after a log-in at %s it goes on to %s', (search, next) => {
  expect(nextOf(search)).toBe(next)
})

it('the way back is remembered in the address', () => {
  expect(nextOf(new URL(logInAddress('/process?id=a&from=1h'), 'http://hub').search)).toBe('/process?id=a&from=1h')
  for (const nothing of ['/', '/log-in?next=/x', 'http://elsewhere.example/', '//elsewhere.example'])
    expect(logInAddress(nothing)).toBe('/log-in')
})
