// What a page shows before its program is there: a script in its head, and what the hub draws its first numbers with by the
// page's own components (components/first).
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Pages that the hub draws into. */
const DRAWN = new Set(['index.html', 'process.html'])
const FIRST = 'components/first'
/** Beside the pages, and nothing that anybody is sent: no address leads to a name with a dot before it. */
const DRAWINGS = '.drawings'
const STAND_INS = [
  [/^next\/navigation$/u, 'navigation.ts'],
  [/^next\/link$/u, 'link.tsx'],
  [/\/local-time$/u, 'local-time.ts'],
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

/** Prepares the pages under `folder`, as `next build` exported them. */
export async function prepareFirstPages(root, folder) {
  const words = await layWords(root, folder)
  const define = { WORD_FILES: JSON.stringify(words) }
  const first = await bundle(root, 'first-script.ts', { platform: 'browser', format: 'iife', define })
  const script = `<script>${first}</script>`
  const pages = readdirSync(folder).filter((name) => name.endsWith('.html'))
  const exported = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]))
  const classes = Object.assign({}, ...[...DRAWN].map((page) => stylesOf(exported.get(page), page)))
  const drawing = await layDrawing(root, folder, classes)
  for (const [page, html] of exported) {
    writeFileSync(join(folder, page), withScript(DRAWN.has(page) ? toBeDrawn(html, drawing) : html, script))
  }
}

/** Each language but the one that is in the pages as a file of its own; answers where, by language. */
async function layWords(root, folder) {
  const languages = readdirSync(join(root, 'lib', 'words'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'en')
    .map(({ name }) => name)
  const files = {}
  for (const language of languages) {
    const contents = `import { leaveWords } from './words-script'
import { catalogue } from '../../lib/words/${language}/catalogue'
leaveWords('${language}', catalogue)`
    const made = await build({ ...optionsOf(root), stdin: { contents, resolveDir: join(root, FIRST), loader: 'ts' } })
    const code = made.outputFiles[0].text
    const name = `_next/static/chunks/words-${language}-${hashOf(code)}.js`
    writeFileSync(join(folder, name), code)
    files[language] = `/${name}`
  }
  return files
}

function optionsOf(root) {
  return {
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
  }
}

function hashOf(code) {
  return createHash('sha256').update(code).digest('hex').slice(0, 16)
}

/** The hub's part, under a name that changes with it: a hub that runs while the dashboard is built anew takes the new one. */
async function layDrawing(root, folder, classes) {
  const code = await bundle(root, 'drawing.tsx', { platform: 'node', format: 'cjs', classes })
  const name = `${hashOf(code)}.cjs`
  mkdirSync(join(folder, DRAWINGS), { recursive: true })
  writeFileSync(join(folder, DRAWINGS, name), code)
  return name
}

const STYLES = / data-styles="(?<styles>[^"]*)"/u

/** The classes that the page says it has, by file. */
function stylesOf(html, page) {
  const found = STYLES.exec(html)
  if (!found) throw new Error(`${page} has no place for what is drawn first (components/first/stands.tsx)`)
  return JSON.parse(found.groups.styles.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
}

function toBeDrawn(html, drawing) {
  const { rest, program } = takeProgram(html.replace(STYLES, ` data-drawing="${drawing}"`))
  return withScript(rest, `<script>window.tidemarkProgram=${JSON.stringify(program)}</script>`)
}

const PROGRAM = /<script src="(\/_next\/static\/chunks\/[^"]+)" async=""><\/script>/gu
const PRELOADED = /<link rel="preload" as="script"[^>]*>/gu

/** The page's program starts when the first numbers are painted: on a slow machine it would hold them up for a second. */
function takeProgram(html) {
  const program = [...html.matchAll(PROGRAM)].map(([, src]) => src)
  if (program.length === 0) throw new Error('an exported page has no program of its own')
  return { program, rest: html.replaceAll(PROGRAM, '').replaceAll(PRELOADED, '') }
}

/** Before the style sheets, for which a script would wait. */
function withScript(html, script) {
  const at = html.indexOf('<link')
  if (at < 0) throw new Error('an exported page has no <link> in its head')
  return html.slice(0, at) + script + html.slice(at)
}

async function bundle(root, entry, { platform, format, classes, define = {} }) {
  const made = await build({
    ...optionsOf(root),
    entryPoints: [join(root, FIRST, entry)],
    platform,
    format,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    plugins: classes ? [standIns(root), classesOf(classes)] : [],
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

function classesOf(styles) {
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
