#!/usr/bin/env node
// `npm run dependencies`: which packages are in the hub and how many, under which licences everything stands, and what the
// registry knows against them. `dependency-rules.json` says what is allowed: a package more, or another licence, is a decision.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundleOptions, programEntries } from './build.mjs'
import { sourceFiles } from './sources.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const AUDIT_WITHIN_MS = 60_000

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c`. */
export function packagePathOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file)?.[0] ?? file
}

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Paths in the lock of `names` and of all that they need, as Node would find them; what is optional is left out. */
export function closureOf(packages, names) {
  const found = new Set()
  const visit = (name, from) => {
    const path = resolved(packages, name, from)
    if (path === null || found.has(path)) return
    found.add(path)
    for (const needed of Object.keys(packages[path].dependencies ?? {})) visit(needed, path)
  }
  for (const name of names) visit(name, '')
  return found
}

function resolved(packages, name, from) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (packages[path]) return packages[path].link ? packages[path].resolved : path
    if (folder === '') return null
  }
}

/** Whether an SPDX expression can be fulfilled with the licences that are allowed. */
export function isAllowed(expression, allowed) {
  const text = expression.replaceAll(/[()]/gu, ' ').trim()
  if (text.includes(' OR ')) return text.split(' OR ').some((part) => isAllowed(part, allowed))
  return text.split(' AND ').every((part) => allowed.includes(part.trim()))
}

/** Sentences about packages whose licence is not allowed where they are. `shipped`: paths of what reaches users. */
export function licenceFaults(packages, shipped, { allowed, allowedInTools, said }) {
  const faults = []
  for (const [path, { license, link }] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || link) continue
    const name = nameOf(path)
    const licence = license ?? said[name]
    const mayBe = shipped.has(path) ? allowed : [...allowed, ...Object.keys(allowedInTools)]
    if (licence === undefined) faults.push(`${name} says nothing of its licence`)
    else if (!isAllowed(licence, mayBe))
      faults.push(`${name} is ${licence}${shipped.has(path) ? ', and is shipped' : ''}`)
  }
  return faults
}

async function bundledPackages() {
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints: programEntries(),
    outdir: join(root, 'dist'),
    sourcemap: false,
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  // What the bundler left out stands there, too, with a word before its path.
  const inputs = Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'))
  return new Set(inputs.map((file) => packagePathOf(file)))
}

/** What the browser is given and what the agent is made of: the packages that their sources name, and what those need. */
function namedPackages(packages, folders) {
  const names = new Set()
  for (const file of sourceFiles(root, folders)) {
    if (!/\.tsx?$/u.test(file) || /\.test\.|\/testing\//u.test(file)) continue
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/from '((?:@[a-z][^/']*\/)?[a-z][^/':]*)/gu))
      names.add(name)
  }
  // Of next, its own code is shipped; what it needs are its tools.
  names.delete('next')
  return closureOf(packages, names)
}

/** @returns what the registry knows against the packages, as a sentence, and whether that is fine. */
async function askRegistry() {
  const { out, isLate } = await output('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'])
  let answer
  try {
    answer = JSON.parse(out)
  } catch {
    return {
      ok: true,
      words: `the registry was not asked: npm audit ${isLate ? 'took more than a minute' : 'gave no answer'}`,
    }
  }
  const found = answer.metadata?.vulnerabilities
  if (!found) {
    const reason = answer.message ?? answer.error?.summary ?? 'it gave no reason'
    return { ok: true, words: `the registry does not answer npm audit, so nothing is known of it here: ${reason}` }
  }
  const names = Object.entries(answer.vulnerabilities ?? {}).map(([name, { severity }]) => `${name} (${severity})`)
  return found.total === 0
    ? { ok: true, words: 'the registry knows nothing against any package' }
    : { ok: false, words: `the registry knows of ${found.total}: ${names.join(', ')}` }
}

function output(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill()
    }, AUDIT_WITHIN_MS)
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
    const end = () => {
      clearTimeout(timer)
      resolve({ out, isLate })
    }
    child.on('error', end).on('close', end)
  })
}

/** Prints the figures; answers whether all of it holds. */
export async function checkDependencies() {
  const rules = JSON.parse(readFileSync(join(root, 'scripts', 'dependency-rules.json'), 'utf8'))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { dependencies } = packages['']
  const asked = askRegistry()
  const bundled = await bundledPackages()
  const installed = closureOf(packages, Object.keys(dependencies))
  const named = namedPackages(packages, ['app', 'components', 'lib/client', 'agent'])
  const shipped = new Set([...bundled, ...installed, ...named])
  const faults = licenceFaults(packages, shipped, rules)
  const all = Object.keys(packages).filter((path) => path.includes('node_modules/') && !packages[path].link)
  const registry = await asked
  const lines = [
    budgetLine('in the hub', bundled.size, rules.budget.hub),
    budgetLine('installed with it', installed.size, rules.budget.installed),
    { ok: true, words: `${named.size} packages are named by the dashboard and the agent, with what they need` },
    {
      ok: faults.length === 0,
      words: `licences of ${all.length} packages, ${shipped.size} of them shipped: ${faults.join('; ') || 'each is allowed where it is'}`,
    },
    registry,
  ]
  for (const { ok, words } of lines) console.log(`${ok ? '  ' : '✗ '}${words}`)
  return lines.every(({ ok }) => ok)
}

function budgetLine(where, count, most) {
  return { ok: count <= most, words: `${count} packages are ${where}, of a budget of ${most}` }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1])
  process.exit((await checkDependencies()) ? 0 : 1)
