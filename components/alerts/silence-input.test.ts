import { describe, expect, it } from 'vitest'
import { toTimeInput } from '../../lib/format/input-time'
import { NOW } from '../testing/alert'
import { readLabels, readSilence, type SilenceForm } from './silence-input'

const HOUR = 3_600_000
const FORM: SilenceForm = {
  service: 'gateway',
  process: '',
  rule: 'growth',
  labels: '',
  lasts: '4h',
  until: '',
  from: '',
  by: 'Ann',
  why: 'load test',
}

const faultsOf = (change: Partial<SilenceForm>) => {
  const read = readSilence({ ...FORM, ...change }, NOW)
  return read.ok ? {} : read.faults
}

describe('the form of a silence', () => {
  it('begins at once and lasts as long as was chosen', () => {
    expect(readSilence(FORM, NOW)).toEqual({
      ok: true,
      input: {
        match: { service: 'gateway', rule: 'growth' },
        fromMs: NOW,
        toMs: NOW + 4 * HOUR,
        by: 'Ann',
        why: 'load test',
      },
    })
  })

  it('begins at a whole millisecond', () => {
    expect(readSilence(FORM, NOW + 0.4)).toMatchObject({ ok: true, input: { fromMs: NOW, toMs: NOW + 4 * HOUR } })
  })

  it('plans a window', () => {
    const read = readSilence(
      { ...FORM, lasts: 'until', from: toTimeInput(NOW + HOUR), until: toTimeInput(NOW + 2 * HOUR), labels: 'zone=eu' },
      NOW,
    )
    expect(read).toMatchObject({
      ok: true,
      input: { match: { labels: { zone: 'eu' } }, fromMs: NOW + HOUR, toMs: NOW + 2 * HOUR },
    })
  })

  it('asks for who and why', () => {
    expect(Object.keys(faultsOf({ by: ' ', why: '' }))).toEqual(['by', 'why'])
  })

  it('refuses a silence of everything', () => {
    expect(faultsOf({ service: '', rule: '' }).match).toMatch(/^Name a service/u)
  })

  it.each([
    [{ lasts: 'until' as const }, 'until'],
    [{ lasts: 'until' as const, until: toTimeInput(NOW - HOUR) }, 'until'],
    [{ from: 'soon' }, 'from'],
    [{ labels: 'eu' }, 'labels'],
  ])('names what is wrong with %o', (change, field) => {
    expect(Object.keys(faultsOf(change))).toEqual([field])
  })

  it('reads labels with spaces and equal signs in their values', () => {
    expect(readLabels('zone = eu-1, query=a=b ,')).toEqual({ zone: 'eu-1', query: 'a=b' })
  })
})
