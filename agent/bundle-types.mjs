// One file of types from each entry point: TypeScript writes a declaration file a module, and those are laid one after the other.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const FROM = /^(?:import|export) (?:type )?\{[^}]*\} from '([^']+)';?$/gmu
const LOCAL = /^export (?:declare )?(?:type|interface|const|function|class) (\w+)/gmu

/** The text for each of `entries`, in order. */
export function bundleTypes(entries) {
  const out = mkdtempSync(join(tmpdir(), 'tidemark-types-'))
  try {
    emitDeclarations(entries, out)
    const declared = (source) => join(out, relative(root, source)).replace(/\.ts$/u, '.d.ts')
    return entries.map((entry) => joinModules(declared(entry)))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

function emitDeclarations(entries, out) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = [
    '--declaration',
    '--emitDeclarationOnly',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
  ]
  const target = ['--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', 'node']
  const args = [tsc, '--ignoreConfig', ...options, ...target, '--rootDir', root, '--outDir', out, ...entries]
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`tsc found fault with the agent's types:\n${run.stdout}${run.stderr}`)
}

/** The modules that types come from, deepest first, with the entry's exports as the only ones. */
function joinModules(entry) {
  const texts = new Map()
  visit(entry, texts)
  const exported = [...readFileSync(entry, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from/gmu)]
    .flatMap((match) => match[1].split(','))
    .concat([...readFileSync(entry, 'utf8').matchAll(LOCAL)].map((match) => match[1]))
    .map((name) => name.trim())
    .filter(Boolean)
  const names = [...texts.values()].flatMap((text) => [...text.matchAll(LOCAL)].map((match) => match[1]))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`two modules of the agent's types declare ${twice}; rename one`)
  const bodies = [...texts.values()].map((text) =>
    text
      .replaceAll(FROM, '')
      .replaceAll(/^export (?=\w)/gmu, '')
      .trim(),
  )
  return `${bodies.join('\n').replaceAll(/^(?=(?:type|interface) )/gmu, 'declare ')}\nexport { ${exported.join(', ')} };\n`
}

function visit(file, texts) {
  if (texts.has(file)) return
  const text = readFileSync(file, 'utf8')
  for (const [, from] of text.matchAll(FROM)) visit(`${resolve(dirname(file), from)}.d.ts`, texts)
  texts.set(file, text)
}
