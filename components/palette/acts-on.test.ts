import { describe, expect, it } from 'vitest'
import { actsOn, type Act, type Thing } from './acts-on'

const thing = (name: string, about = '', isShown = false): Thing => ({ key: name, name, about, isShown })
const act = (key: string, name: (of: string) => string, more: Partial<Act<Thing>> = {}): Act<Thing> => ({
  key,
  name,
  about: '',
  fits: () => true,
  hrefOf: ({ key: of }) => `/${key}?${of}`,
  ...more,
})

const PROFILE = act('profile', (of) => `Profile ${of}`, { about: 'allocation' })
const COMPARE = act('compare', (of) => `Compare ${of} with a day before`)
const ACTS = [PROFILE, COMPARE]
const THINGS = [thing('gateway/host-a', 'live zone=eu', true), thing('gateway/host-b', 'gone'), thing('api/host-a')]
const namesOf = (query: string, things = THINGS, most = 7) => actsOn(ACTS, things, query, most).map(({ name }) => name)

describe('acts on what the palette finds', () => {
  it('are offered of what is on screen, where nothing is typed', () => {
    expect(namesOf(' ')).toEqual(['Profile gateway/host-a', 'Compare gateway/host-a with a day before'])
    expect(namesOf('', THINGS.slice(1))).toEqual([])
  })

  it('are found by a word of the act and words of what it is done to, in any order', () => {
    expect(namesOf('profile gateway')).toEqual(['Profile gateway/host-a', 'Profile gateway/host-b'])
    expect(namesOf('api alloc')).toEqual(['Profile api/host-a'])
    expect(namesOf('day zone=eu')).toEqual(['Compare gateway/host-a with a day before'])
  })

  it('are not offered of what is only typed by its own name, or of a name that nothing has', () => {
    expect(namesOf('gateway host-a')).toEqual([])
    expect(namesOf('profile nobody')).toEqual([])
  })

  it('stand together by what they are done to', () => {
    expect(actsOn([PROFILE, act('free', (of) => `Profile freely ${of}`)], THINGS, 'profile gateway', 7)).toMatchObject([
      { name: 'Profile gateway/host-a' },
      { name: 'Profile freely gateway/host-a' },
      { name: 'Profile gateway/host-b' },
      { name: 'Profile freely gateway/host-b' },
    ])
  })

  it('are done only to what they fit, and lead to where that is done', () => {
    const live = act('profile', (of) => `Profile ${of}`, { fits: ({ about }) => about !== 'gone' })
    expect(actsOn([live], THINGS, 'profile gateway', 7)).toEqual([
      {
        key: 'profile gateway/host-a',
        name: 'Profile gateway/host-a',
        about: '',
        also: 'live zone=eu ',
        href: '/profile?gateway/host-a',
      },
    ])
  })

  it('are made no more than are read, however many things there are, and none for what cannot be reached', () => {
    let made = 0
    const counted = act('profile', (of) => `Profile ${of}`, { hrefOf: () => `/${(made += 1)}` })
    const many = Array.from({ length: 5_000 }, (_, n) => thing(`gateway/host-${n}`))
    expect(actsOn([counted], many, 'profile gateway', 7)).toHaveLength(7)
    expect(actsOn([counted], many, 'profile', 7)).toHaveLength(7)
    expect(made).toBe(14)
    expect(actsOn([counted], many, 'gateway', 7)).toEqual([])
    expect(made).toBe(14)
  })
})
