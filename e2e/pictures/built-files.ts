/** The built dashboard as files with the pinned font, each read once. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import type { StandInFile } from '../../lib/client/testing/stand-in-hub'

const DASHBOARD = join('dist', 'dashboard')
const FONT = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')
const PINNED = `
@font-face { font-family: Pinned; src: url(/pinned.woff2) format('woff2'); font-weight: 100 900; }
:root { --font: Pinned, sans-serif; --font-mono: Pinned, sans-serif; }`
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.txt': 'text/x-component',
  '.woff2': 'font/woff2',
}

const read = new Map<string, StandInFile>()

/** What the hub answers for the path of a page or of a file; the page of what is not found for every other. */
export function builtFile(path: string): StandInFile {
  const known = read.get(path)
  if (known) return known
  const name = path.replace(/^\/|\/$/gu, '') || 'index'
  const file = extname(name) === '' ? `${name}.html` : name
  const at = name === 'pinned.woff2' ? FONT : join(DASHBOARD, file)
  const found = existsSync(at) ? fileOf(at) : { ...fileOf(join(DASHBOARD, '404.html')), status: 404 }
  read.set(path, found)
  return found
}

function fileOf(at: string): StandInFile {
  const body = readFileSync(at)
  const ending = extname(at)
  return {
    status: 200,
    contentType: TYPES[ending] ?? 'application/octet-stream',
    body: ending === '.css' ? Buffer.concat([body, Buffer.from(PINNED)]) : body,
    isLasting: ending === '.js' || ending === '.css' || ending === '.woff2',
  }
}
