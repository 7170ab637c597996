/** Whose word is taken for who asks and how: that of proxies which were named, and of nobody else. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Asks whether a proxy at this address is one of ours. */
export type IsProxy = (address: string) => boolean

export type ProxiesRead = { ok: true; value: string[] } | { ok: false; part: string }

/** `text`: addresses and networks, with commas between them: `10.0.0.1, 192.168.0.0/16, ::1`. */
export function readProxies(text: string): ProxiesRead {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  const bad = parts.find((part) => !isNetwork(part))
  return bad === undefined ? { ok: true, value: parts } : { ok: false, part: bad }
}

function isNetwork(part: string): boolean {
  const [address = '', bits, ...more] = part.split('/')
  const most = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= most))
  )
}

export function proxyCheck(networks: readonly string[]): IsProxy {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const plain = plainAddress(address)
    return isIP(plain) > 0 && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6')
  }
}

/** An IPv4 address that came over an IPv6 socket as itself. */
function plainAddress(address: string): string {
  return /^::ffff:(?=\d+\.)/iu.test(address) ? address.slice(7) : address
}

/**
 * Who asks over a socket; over HTTP it is Fastify that goes by the same names. The nearest address of the chain that is no proxy of
 * ours: what stands before that in `X-Forwarded-For` may have been written by anybody.
 */
export function clientAddress(peer: string, headers: IncomingHttpHeaders, isProxy: IsProxy): string {
  const chain = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => plainAddress(part.trim()))
    .filter((part) => isIP(part) > 0)
  let address = plainAddress(peer)
  while (isProxy(address)) {
    const before = chain.pop()
    if (before === undefined) break
    address = before
  }
  return address
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'] as const

/**
 * To be called for each request before anybody else reads it: without a named proxy in front, what a request says of
 * having been forwarded is a lie or a mistake, and is taken out; with one, the host that it says becomes the request's own.
 */
export function settleForwarded(request: IncomingMessage, isProxy: IsProxy): void {
  const { headers, socket } = request
  if (!isProxy(socket.remoteAddress ?? '')) for (const name of FORWARDED) delete headers[name]
  else {
    const host = lastOf(headers, 'x-forwarded-host')
    if (host !== undefined && /^[\w.:[\]-]{1,255}$/u.test(host)) headers.host = host
  }
}

/** Of several, that of the proxy next to us. */
function lastOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  return (
    String(headers[name] ?? '')
      .split(',')
      .at(-1)
      ?.trim() || undefined
  )
}
