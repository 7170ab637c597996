import { describe, expect, it } from 'vitest'
import { guardedLookup, isPublicAddress, literalFault, type Lookup } from './address-guard'

describe('which addresses a message may go to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'lets %s through',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
      expect(literalFault(address)).toBeNull()
    },
  )

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['a private range', '10.1.2.3'],
    ['a private range', '172.31.0.1'],
    ['a private range', '192.168.1.1'],
    ["a cloud's metadata", '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['no address at all', '0.0.0.0'],
    ['no address at all', '::'],
    ['a unique local address', 'fd00::1'],
    ['a site-local address', 'fec0::1'],
    ['a mapped loopback', '::ffff:127.0.0.1'],
    ['a mapped private address', '::ffff:a00:1'],
    ['a compatible loopback', '::127.0.0.1'],
    ['a translated loopback', '::ffff:0:127.0.0.1'],
    ['loopback behind NAT64', '64:ff9b::7f00:1'],
    ['a local NAT64 prefix', '64:ff9b:1::808:808'],
    ['loopback in 6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['documentation', '203.0.113.5'],
    ['documentation', '2001:db8::1'],
    ['reserved', '240.0.0.1'],
    ['what is no address', 'example.com'],
  ])('holds %s back: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('answers only the public ones of the addresses of a name, in the form that was asked for', async () => {
    const lookup: Lookup = (_host, done) =>
      done(null, [
        { address: '10.0.0.1', family: 4 },
        { address: '8.8.8.8', family: 4 },
      ])
    expect(await answerOf(lookup, false, true)).toEqual([null, [{ address: '8.8.8.8', family: 4 }], undefined])
    expect(await answerOf(lookup, false, false)).toEqual([null, '8.8.8.8', 4])
    expect(await answerOf(lookup, true, false)).toEqual([null, '10.0.0.1', 4])
  })

  it('names the address that a name leads to when it may not go there', async () => {
    const lookup: Lookup = (_host, done) => done(null, [{ address: '169.254.169.254', family: 4 }])
    const [fault] = await answerOf(lookup, false, true)
    expect(fault).toMatchObject({
      isPermanent: true,
      message:
        'hooks.example is 169.254.169.254, which is no public address; allow this channel private addresses if it is meant to go there',
    })
  })

  it('passes on what the look-up says is wrong', async () => {
    const wrong = Object.assign(new Error('getaddrinfo ENOTFOUND hooks.example'), { code: 'ENOTFOUND' })
    expect(await answerOf((_host, done) => done(wrong, []), false, true)).toEqual([wrong, [], undefined])
  })
})

function answerOf(lookup: Lookup, mayReachPrivate: boolean, all: boolean): Promise<unknown[]> {
  return new Promise((resolve) => {
    guardedLookup(lookup, mayReachPrivate)('hooks.example', { all }, (error, found, family) =>
      resolve([error, found, family]),
    )
  })
}
