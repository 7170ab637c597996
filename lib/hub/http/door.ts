/** The door for browsers: whose pages may ask, by which name the hub may be called, and how long half a request is waited for. */
import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { apiError, pathOf } from './errors'

/** Where a target sends what it captured: it has no password, and brings a token that is good once. */
export const UPLOAD_PATH = /^\/api\/v1\/captures\/[^/]+\/content$/u

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** A page of another origin must not reach the hub with the cookies or the network of whoever looks at it. */
export function originFault(headers: Headers, devOrigin: string | null): string | null {
  const { origin, host } = headers
  if (origin === undefined || origin === devOrigin) return null
  if (typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host) return null
  return 'a page of another origin may not connect to this hub.'
}

/**
 * While the door is open, a name that anybody may register in the DNS must not lead to the hub: its owner could point it to this
 * machine, and his page would then be of the hub's own origin. Addresses, names of this network and the public one are fine.
 */
export function hostFault(headers: Headers, isOpen: boolean, publicUrl: string | null): string | null {
  const { host } = headers
  if (!isOpen || typeof host !== 'string' || !URL.canParse(`http://${host}`)) return null
  const { hostname } = new URL(`http://${host}`)
  const name = hostname.replace(/^\[|\]$/gu, '').replace(/\.$/u, '')
  const isOurs = isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost')
  if (isOurs || (publicUrl !== null && new URL(publicUrl).hostname === hostname)) return null
  return `this hub asks nobody who he is, and so does not answer to the name ${JSON.stringify(name)}: set TIDEMARK_PUBLIC_URL to it, or make a user.`
}

export interface DoorOptions {
  devOrigin: string | null
  publicUrl: string | null
  isOpen: () => boolean
}

/**
 * What changes something must not be asked for by a page of another origin. Programs send no origin; that bodies are JSON
 * only keeps forms of other pages out, which browsers send without asking.
 */
export function guardChanges(app: FastifyInstance, { devOrigin, publicUrl, isOpen }: DoorOptions): void {
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', (request, reply, done) => {
    const { headers } = request
    const misnamed = hostFault(headers, isOpen(), publicUrl)
    if (misnamed !== null) return void reply.status(403).send(apiError('forbidden', misnamed))
    if (READS.has(request.method)) return done()
    const isForeign = headers['sec-fetch-site'] === 'cross-site' && headers.origin !== devOrigin
    if (!isForeign && originFault(headers, devOrigin) === null) return done()
    void reply.status(403).send(apiError('forbidden', 'a page of another origin may not change anything here.'))
  })
}

/** Half a body is given so long, so that nobody holds connections by sending nothing. An upload has its own measure. */
export function limitBodies(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw, method, url } = request
    if (READS.has(method) || UPLOAD_PATH.test(pathOf(url))) return done()
    const timer = setTimeout(() => raw.socket.destroy(), withinMs)
    raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
    done()
  })
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
