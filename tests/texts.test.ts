/** What the dashboard says stands in its catalogues (lib/words): no component has a text of its own, and each is given what its text asks for. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseAst } from 'vitest/node'
import type { Texts } from '../lib/words/language'

const root = new URL('../', import.meta.url)

/** Attributes that somebody reads or hears. */
const SAID = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'hint',
  'act',
  'empty',
  'alt',
  'text',
  'word',
  'data-label',
])
/** Of these a single word is read as well, and is no example. */
const WORDS = new Set(['word', 'data-label'])
/** What stands outside of the catalogues, and why it may. */
const EXCEPTIONS: readonly [text: RegExp, why: string][] = [
  [/^Tidemark$/u, 'the name of the product'],
  [/^(?:npx|npm|agent\.|import )/u, 'code'],
  [
    /^[a-z]\w*$|^[A-Z_]+=\w+$|^https?:/u,
    'an example of a name, a setting or an address, which is the same in every language',
  ],
  [/^(?:id|Ctrl K)$/u, 'a key of the keyboard, or of code'],
  [/^(?:m|s|h|min|MiB|KiB|\/h|%)$/u, 'a unit'],
  [/^&nbsp;$/u, 'a blank'],
]

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

const files = ['components', 'lib/format', 'lib/client'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root), { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.tsx?$/u.test(name) && !/\.test\./u.test(name))
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(fileURLToPath(root).length))
    .filter((file) => !file.includes('/testing/')),
)

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, visit))
  if (typeof node !== 'object' || node === null) return
  if (typeof (node as Node).type === 'string') visit(node as Node)
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit)
}

const sources = files.map((file) => ({ file, source: readFileSync(new URL(file, root), 'utf8') }))
const parsed = sources.map(({ file, source }) => ({
  file,
  source,
  tree: parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node,
}))

const isExcepted = (text: string) => EXCEPTIONS.some(([pattern]) => pattern.test(text))

/** The text of a literal, or of a template as far as it stands fixed. */
function fixedText(node: Node | null): string {
  if (node?.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : ''
  if (node?.type !== 'TemplateLiteral') return ''
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join(' ')
}

function ownTexts(tree: Node): string[] {
  const found: string[] = []
  walk(tree, (node) => {
    if (node.type === 'JSXText') found.push(String(node['value']))
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      found.push(
        ...(node['children'] as Node[]).flatMap((child) => keysIn((child['expression'] ?? null) as Node | null)),
      )
    if (node.type !== 'JSXAttribute') return
    const value = node['value'] as Node | null
    const inner = value?.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value
    const name = String((node['name'] as Node)['name'])
    if (!SAID.has(name)) return
    const texts = keysIn(inner)
    found.push(...(WORDS.has(name) ? texts.map((text) => `${name}: ${text}`) : texts))
  })
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !isExcepted(text))
}

it('no component has a text of its own', () => {
  expect(files.length).toBeGreaterThan(200)
  expect(parsed.flatMap(({ file, tree }) => ownTexts(tree).map((text) => `${file}: ${text}`))).toEqual([])
})

describe('the keys', () => {
  const said = parsed.flatMap(({ file, source, tree }) => callsIn(tree, source).map((call) => ({ file, ...call })))

  it('are each said somewhere', async () => {
    const used = new Set(said.flatMap(({ area, keys }) => keys.map((key) => `${area}.${key}`)))
    const names = [...new Set(said.map(({ area }) => area))].filter((name) => name !== 'nouns')
    const lacking = await Promise.all(
      names.map(async (name) => Object.keys(await textsOf(name)).filter((key) => !used.has(`${name}.${key}`))),
    )
    expect(lacking.flatMap((keys, at) => keys.map((key) => `${names[at]}.${key}`))).toEqual([])
  })

  it('are given each value that their text asks for', async () => {
    const wrong = await Promise.all(
      said.map(async ({ file, area, keys, values }) => {
        const texts = await textsOf(area)
        return keys
          .filter((key) => {
            const asked = [...(texts[key] ?? '').matchAll(/\{(?<name>\w+)[,}]/gu)].map(({ groups }) => groups?.['name'])
            return asked.some((name) => name !== undefined && !values.includes(name))
          })
          .map((key) => `${file}: ${key}`)
      }),
    )
    expect(said.length).toBeGreaterThan(800)
    expect(wrong.flat()).toEqual([])
  })
})

async function textsOf(area: string): Promise<Texts> {
  const english = (await import(`../lib/words/en/${area}.ts`)) as Record<string, Texts>
  return english[area] ?? {}
}

/** Every `t('key', { … })` of a file, with the area that its `t` is of. */
function callsIn(tree: Node, source: string): { area: string; keys: string[]; values: string[] }[] {
  const imports = [
    ...source.matchAll(/import \{[^}]*\bt(?: as (?<as>\w+))?\b[^}]*\} from '[./]*(?:lib\/)?words\/en\/(?<area>\w+)'/gu),
  ]
  const areas = new Map(imports.map(({ groups }) => [groups?.['as'] ?? 't', groups?.['area'] ?? '']))
  const calls: { area: string; keys: string[]; values: string[] }[] = []
  walk(tree, (node) => {
    if (node.type !== 'CallExpression') return
    const area = areas.get(String((node['callee'] as Node)['name']))
    if (area === undefined) return
    const [key, values] = node['arguments'] as Node[]
    const names = ((values?.['properties'] ?? []) as Node[]).map((one) => String((one['key'] as Node)['name']))
    calls.push({ area, keys: keysIn(key ?? null), values: names })
  })
  return calls
}

function keysIn(node: Node | null): string[] {
  if (node?.type === 'ConditionalExpression')
    return [...keysIn(node['consequent'] as Node), ...keysIn(node['alternate'] as Node)]
  return fixedText(node) === '' ? [] : [fixedText(node)]
}
