import { expect, it } from 'vitest'
import { localTime as ofThisProgram } from '../../../lib/format/local-time'
import { within } from '../shown'
import { localTime } from './local-time'

const timeIn = (zone: string | null, atMs: number) =>
  within(
    {
      pathname: '/',
      search: new URLSearchParams(),
      state: {},
      view: { zone, theme: '', density: '', language: '', columns: '', pinned: '' },
    },
    () => localTime(atMs),
  )

it('is the time in the zone that the browser told, also over midnight and new year', () => {
  const atMs = Date.UTC(2026, 11, 31, 23, 5, 9)
  expect(timeIn('Europe/Berlin', atMs)).toEqual({ year: 2027, month: 1, day: 1, hours: 0, minutes: 5, seconds: 9 })
  expect(timeIn('America/St_Johns', atMs)).toMatchObject({ day: 31, hours: 19, minutes: 35 })
})

it('agrees with the page itself in its own zone', () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  for (const atMs of [0, 1_750_000_000_123, 1_764_400_000_000])
    expect(timeIn(timeZone, atMs)).toEqual(ofThisProgram(atMs))
})

it.each([null, '', 'Europe/Nowhere', '<script>'])('is not known of the zone %s', (zone) => {
  expect(timeIn(zone, 1_764_400_000_000)).toBeNull()
})
