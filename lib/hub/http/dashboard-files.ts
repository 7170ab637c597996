/** The dashboard as `next build` exported it: pages, their parts, and a page for what is not there. */
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiError, pathOf } from './errors'
import { ExportedPages } from './exported-pages'
import { FirstNumbers, type FirstNumbersOptions } from './first-numbers'

/** Next puts a hash of the content into these names. */
const IMMUTABLE = '/_next/static/'
const NOT_BUILT =
  'The dashboard is not built. Run `npm run build` in the folder of Tidemark and load this page again; the API is at /api/v1.\n'

const packed = promisify(gzip)

/** `folder`: absolute. It need not be there yet: a build may come later. */
export async function dashboardFiles(
  app: FastifyInstance,
  folder: string,
  options: FirstNumbersOptions,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    dotfiles: 'ignore',
    suppressNotFoundLogs: true,
    // The build lays them beside what they are of.
    preCompressed: true,
  } as Parameters<typeof fastifyStatic>[1])

  const pages = new ExportedPages(folder)
  const firstNumbers = new FirstNumbers(folder, options)
  app.get('/*', { config: { access: 'page' }, schema: { hide: true } }, async (request, reply) => {
    const path = pathOf(request.url)
    const elsewhere = await payloadElsewhere(folder, path, request.headers.accept ?? '')
    if (elsewhere !== null) return reply.redirect(elsewhere + withoutMark(searchOf(request.url), elsewhere), 307)
    const file = await fileOf(folder, path)
    if (file === null) return notFound(folder, pages, request, reply)
    if (file.endsWith('.html')) {
      const { policy, place } = await pages.of(file)
      reply.header('content-security-policy', policy)
      const drawn = place && (await firstNumbers.page(file, place, searchOf(request.url), request.headers.cookie))
      if (drawn !== null) return sendDrawn(request, reply, drawn)
    }
    reply.header('cache-control', path.startsWith(IMMUTABLE) ? 'public, max-age=31536000, immutable' : 'no-cache')
    return reply.sendFile(file)
  })
  app.setNotFoundHandler((request, reply) => notFound(folder, pages, request, reply))
}

/**
 * What Next's router asks of a page lies beside it, as `process.txt` beside `process.html`. Two of its ways lead astray:
 * a fetch that failed while the hub was away is made again with the ending put on once more, `process.txt.txt`; and a tab that is older
 * than the hub's build goes to the payload as if that were the page. `null`: it is asked for as it should be.
 */
async function payloadElsewhere(folder: string, path: string, accept: string): Promise<string | null> {
  // A second slash at its begin would make another host of it.
  const page = /^(?<page>\/\w[\w./-]*?)(?:\.txt)+$/u.exec(path)?.groups?.['page']
  if (page === undefined) return null
  const isMeantAsPage = accept.includes('text/html') && (await fileOf(folder, `${page}.html`)) !== null
  if (isMeantAsPage) return page === '/index' ? '/' : page
  return path.endsWith('.txt.txt') ? `${page}.txt` : null
}

/** A page has no part in the mark by which the router tells its fetches from pages. */
function withoutMark(search: string, to: string): string {
  if (to.endsWith('.txt')) return search
  const kept = new URLSearchParams(search)
  kept.delete('_rsc')
  return kept.size === 0 ? '' : `?${kept}`
}

function searchOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at)
}

/** Numbers of this moment: a page that is come back to is asked for anew. */
async function sendDrawn(request: FastifyRequest, reply: FastifyReply, html: string): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store').header('vary', 'accept-encoding').type('text/html; charset=utf-8')
  if (!/\bgzip\b/u.test(request.headers['accept-encoding'] ?? '')) return reply.send(html)
  return reply.header('content-encoding', 'gzip').send(await packed(html, { level: constants.Z_BEST_SPEED }))
}

/** The file for a path of an address, relative to `folder`; `null` where there is none. */
async function fileOf(folder: string, path: string): Promise<string | null> {
  let name: string
  try {
    name = decodeURIComponent(path).replace(/^\/+/u, '').replace(/\/+$/u, '')
  } catch {
    // A percent sign that escapes nothing is no file of ours.
    return null
  }
  if (name.includes('\0') || name.includes('\\') || name.split('/').some((part) => part.startsWith('.'))) return null
  const candidates = name === '' ? ['index.html'] : extname(name) ? [name, `${name}.html`] : [`${name}.html`, name]
  for (const candidate of candidates) {
    const found = await stat(join(folder, candidate)).catch(() => null)
    if (found?.isFile()) return candidate
  }
  return null
}

async function notFound(
  folder: string,
  pages: ExportedPages,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const path = pathOf(request.url)
  const isPage = request.method === 'GET' || request.method === 'HEAD'
  if (path.startsWith('/api/') || path.startsWith('/v1/') || !isPage) {
    return reply.status(404).send(apiError('not_found', `there is nothing at ${request.method} ${path}.`))
  }
  reply.header('cache-control', 'no-cache')
  if (!existsSync(join(folder, 'index.html')))
    return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  const page = await readFile(join(folder, '404.html')).catch(() => null)
  if (page === null) return reply.status(404).send(apiError('not_found', `there is nothing at ${path}.`))
  reply.header('content-security-policy', (await pages.of('404.html')).policy)
  return reply.status(404).type('text/html; charset=utf-8').send(page)
}
