/**
 * Which addresses a message may go to. Whoever may name a channel's address could otherwise make the hub ask what only
 * the hub reaches: its own machine, the network behind it, a cloud's metadata. Checked is the address that is connected
 * to, after the name was looked up, so that a name that answers differently the second time gains nothing.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { SendFault } from '../sender'

/** All addresses of a name. */
export type Lookup = (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void

export const SYSTEM_LOOKUP: Lookup = (host, done) => systemLookup(host, { all: true }, done)

/** Whether `address` is one of the public internet: all other ranges have names of their own in the registries of IANA. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'rfc6052' || !(parsed instanceof ipaddr.IPv6)) return parsed.range() === 'unicast'
  // A network without IPv4 reaches public IPv4 addresses by this prefix; what counts is the address inside.
  const inside = new ipaddr.IPv4(parsed.toByteArray().slice(12))
  return (
    parsed
      .toByteArray()
      .slice(4, 12)
      .every((byte) => byte === 0) && inside.range() === 'unicast'
  )
}

/** The fault of a literal address, which is connected to without a look-up; `null` for a name and for a public one. */
export function literalFault(host: string): SendFault | null {
  return isIP(host) !== 0 && !isPublicAddress(host) ? notPublic(host, host) : null
}

/** A look-up for `net.connect` that answers public addresses only. */
export function guardedLookup(lookup: Lookup, mayReachPrivate: boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host, (error, found) => {
      if (error) return done(error, [])
      const allowed = mayReachPrivate ? found : found.filter(({ address }) => isPublicAddress(address))
      const [first] = allowed
      if (!first) return done(found[0] ? notPublic(host, found[0].address) : nothing(host), [])
      if (options.all) done(null, allowed)
      else done(null, first.address, first.family)
    })
  }
}

function notPublic(host: string, address: string): SendFault {
  const named = host === address ? address : `${host} is ${address}, which`
  const message = `${named} is no public address; allow this channel private addresses if it is meant to go there`
  return new SendFault(message, true)
}

function nothing(host: string): SendFault {
  return new SendFault(`there is no address for ${host}`, false)
}
