import { describe, expect, it } from 'vitest'
import type { ProfileSite } from '../protocol/profile-answer'
import { functionWords, originWords, placeWords, wholePlace } from './profile-words'

const site: ProfileSite = { functionName: 'listen', url: 'file:///app/main.ts', line: 50, column: 11, origin: 'own' }

describe('the words of a line of code', () => {
  it('name its file and line, and where that is, in full', () => {
    expect(placeWords(site)).toBe('main.ts:50')
    expect(wholePlace(site)).toBe('/app/main.ts:50:11')
  })

  it('say whose code it is where it is not the own', () => {
    expect(originWords(site)).toBe('')
    expect(originWords({ ...site, origin: 'package' })).toBe('a package')
    expect(placeWords({ ...site, url: '', line: null, column: null, origin: 'native' })).toBe('native code')
  })

  it('call a function without a name anonymous', () => {
    expect(functionWords({ ...site, functionName: '' })).toBe('(anonymous)')
  })
})
