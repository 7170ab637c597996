/** The source maps of scripts in a profile, where the target has them: the hub cannot read its files. */
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isRecord } from '../../lib/protocol/checks'
import type { SourceMapText } from '../../lib/protocol/commands'
import { builtin } from '../builtin'

const MAPS_MOST = 20
const SCRIPTS_LOOKED_AT = 60
const FILE_BYTES_MOST = 16 * 1_048_576
const TOTAL_CHARS_MOST = 16 * 1_048_576
const COMMENT = /(?:^|\n)[\t ]*\/\/[#@] ?sourceMappingURL=([^\s'"]+)[\t ]*(?:\n|$)/gu
const INLINE = /^data:application\/json[^,]*?(;base64)?,/u

/** By the `url` of the call frames. A map that is missing or broken is left out: the profile then names places in the compiled script. */
export async function sourceMapsOf(profile: unknown): Promise<Record<string, SourceMapText>> {
  const maps: Record<string, SourceMapText> = {}
  let left = TOTAL_CHARS_MOST
  let count = 0
  for (const url of scriptsOf(profile).slice(0, SCRIPTS_LOOKED_AT)) {
    const map = await mapOf(url)
    if (map === null || map.json.length > left) continue
    maps[url] = map
    left -= map.json.length
    if (++count === MAPS_MOST) break
  }
  return maps
}

/** The urls of files, those first that hold the most bytes. */
export function scriptsOf(profile: unknown): string[] {
  const bytes = new Map<string, number>()
  const waiting: unknown[] = [isRecord(profile) ? profile['head'] : undefined]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (!isRecord(node)) continue
    const { callFrame, selfSize, children } = node
    const url = isRecord(callFrame) ? callFrame['url'] : undefined
    if (typeof url === 'string' && pathOf(url) !== null) bytes.set(url, (bytes.get(url) ?? 0) + Number(selfSize))
    // One by one: a node may have more children than a call takes arguments.
    if (Array.isArray(children)) for (const child of children as unknown[]) waiting.push(child)
  }
  return [...bytes].sort(([, a], [, b]) => b - a).map(([url]) => url)
}

/** CommonJS modules go by their path, ES modules by a file URL; all else is no file, or Node's own. */
function pathOf(url: string): string | null {
  if (url.startsWith('file://')) return fileURLToPath(url)
  return url.startsWith('/') || /^[A-Za-z]:\\/u.test(url) ? url : null
}

async function mapOf(url: string): Promise<SourceMapText | null> {
  try {
    const script = pathOf(url)
    const comment = script === null ? undefined : [...(await text(script)).matchAll(COMMENT)].at(-1)?.[1]
    if (script === null || comment === undefined) return null
    const inline = INLINE.exec(comment)
    if (inline) {
      const body = comment.slice(inline[0].length)
      const json = inline[1] ? Buffer.from(body, 'base64').toString() : decodeURIComponent(body)
      return { json: withoutContent(json), url: pathToFileURL(script).href }
    }
    // Another machine's map is not fetched: that would be a request in the host's name.
    if (/^[a-z][a-z0-9+.-]*:/iu.test(comment) && !comment.startsWith('file:')) return null
    const file = comment.startsWith('file:')
      ? fileURLToPath(comment)
      : resolve(dirname(script), decodeURIComponent(comment))
    return { json: withoutContent(await text(file)), url: pathToFileURL(file).href }
  } catch {
    return null
  }
}

async function text(file: string): Promise<string> {
  const { stat, readFile } = builtin('node:fs').promises
  const { size } = await stat(file)
  if (size > FILE_BYTES_MOST) throw new RangeError('too large')
  return readFile(file, 'utf8')
}

/** The sources themselves stay where they are: places in them are enough. */
function withoutContent(json: string): string {
  const map: unknown = JSON.parse(json)
  if (!isRecord(map)) throw new TypeError('no map')
  delete map['sourcesContent']
  return JSON.stringify(map)
}
