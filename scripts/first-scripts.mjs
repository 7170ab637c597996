// What a page shows before its program is there: a script in its head that asks the hub at once, and one that draws the
// page's own components with the answer, by stand-ins for React (components/first).
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Page → what draws it. */
const PAGES = { 'index.html': 'first-fleet', 'process.html': 'first-process' }
const FIRST = 'components/first'
const STATIC = '_next/static/first'
const STAND_INS = [
  [/^react$/u, 'react.ts'],
  [/^react\/jsx-runtime$/u, '../jsx-runtime.ts'],
  [/^next\/navigation$/u, 'navigation.ts'],
  [/^next\/link$/u, 'link.ts'],
  [/lib\/client\/react$/u, 'client.ts'],
  [/\/captures-context$/u, 'captures.ts'],
  [/\/use-virtual-rows$/u, 'virtual-rows.ts'],
  [/\/fleet-picture$/u, 'picture.tsx'],
  [/\/compare-bar$/u, 'compare-bar.ts'],
  [/lib\/client\/use-remembered$/u, 'remembered.ts'],
]

// Regular expressions of Go, which know no flag `u`.
// oxlint-disable-next-line require-unicode-regexp
const EVERYTHING = /./
// oxlint-disable-next-line require-unicode-regexp
const CLASSES = /\.module\.css$/

/** Adds them to the pages under `folder`, as `next build` exported them: the first to all, for the colour scheme that was chosen. */
export async function addFirstScripts(root, folder) {
  const ask = `<script>${await bundle(root, 'ask-first.ts', {})}</script>`
  for (const page of readdirSync(folder)) {
    if (!page.endsWith('.html')) continue
    const file = join(folder, page)
    const exported = readFileSync(file, 'utf8')
    const entry = PAGES[page]
    writeFileSync(file, entry ? await withDrawing(root, folder, exported, entry, ask) : withScripts(exported, ask))
  }
}

async function withDrawing(root, folder, exported, entry, ask) {
  const { html, styles } = takeStyles(exported, entry)
  const code = await bundle(root, `${entry}.tsx`, styles)
  const name = `${STATIC}/${entry}-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`
  mkdirSync(join(folder, STATIC), { recursive: true })
  writeFileSync(join(folder, name), code)
  const { rest, program } = takeProgram(html)
  const list = `<script>window.tidemarkProgram=${JSON.stringify(program)}</script>`
  return withScripts(rest, `${list}${ask}<script src="/${name}" async=""></script>`)
}

const PROGRAM = /<script src="(\/_next\/static\/chunks\/[^"]+)" async=""><\/script>/gu
const PRELOADED = /<link rel="preload" as="script"[^>]*>/gu

/** The page's program starts when the first numbers are drawn: on a slow machine it would hold them up for a second. */
function takeProgram(html) {
  const program = [...html.matchAll(PROGRAM)].map(([, src]) => src)
  if (program.length === 0) throw new Error('an exported page has no program of its own')
  return { program, rest: html.replaceAll(PROGRAM, '').replaceAll(PRELOADED, '') }
}

/** Before the style sheets, for which a script would wait. */
export function withScripts(html, scripts) {
  const at = html.indexOf('<link')
  if (at < 0) throw new Error('an exported page has no <link> in its head')
  return html.slice(0, at) + scripts + html.slice(at)
}

/** The classes that the page says it has, by file; they are not needed in it. */
function takeStyles(html, entry) {
  const found = / data-styles="([^"]*)"/u.exec(html)
  if (!found) throw new Error(`the page of ${entry} has no place for it (components/first/stands.tsx)`)
  const styles = JSON.parse(found[1].replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  return { html: html.replace(found[0], ''), styles }
}

async function bundle(root, entry, styles) {
  const made = await build({
    absWorkingDir: root,
    entryPoints: [join(root, FIRST, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [standIns(root), classes(styles)],
  })
  return made.outputFiles[0].text.trim()
}

function standIns(root) {
  return {
    name: 'stand-ins',
    setup({ onResolve }) {
      onResolve({ filter: EVERYTHING }, ({ path, importer }) => {
        const [, file] = STAND_INS.find(([filter]) => filter.test(path)) ?? []
        return file && !importer.includes('node_modules') ? { path: join(root, FIRST, 'stand-ins', file) } : undefined
      })
    },
  }
}

function classes(styles) {
  return {
    name: 'classes',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: CLASSES }, ({ path }) => ({ path, namespace: 'classes' }))
      onLoad({ filter: EVERYTHING, namespace: 'classes' }, ({ path }) => {
        const name = /(?<name>[^/]+)\.module\.css$/u.exec(path).groups.name
        if (!styles[name])
          return { errors: [{ text: `components/first/stands.tsx does not tell the classes of ${name}` }] }
        return { contents: JSON.stringify(styles[name]), loader: 'json' }
      })
    },
  }
}
