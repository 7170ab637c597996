/** What a program is called where nobody says: by the package that it belongs to. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join, parse, sep } from 'node:path'
import { isRecord } from '../../lib/protocol/checks'

export interface Program {
  service: string
  version: string | undefined
}

/**
 * The nearest package.json with a name at the script or above it. A script of an installed package (`next start`) is run for the sake of
 * the program around it, so that is looked for from the working folder. Without any, it is the script's own name.
 */
export function programOf(script: string, workingFolder: string): Program {
  const isInstalled = script.split(sep).includes('node_modules')
  const from = isInstalled || script === '' ? workingFolder : dirname(script)
  return (
    nearestPackage(from) ?? { service: parse(script).name || basename(workingFolder) || 'node', version: undefined }
  )
}

function nearestPackage(from: string): Program | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = packageIn(folder)
    if (found) return found
    if (dirname(folder) === folder) return null
  }
}

function packageIn(folder: string): Program | null {
  try {
    const said: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    if (!isRecord(said) || typeof said['name'] !== 'string' || said['name'] === '') return null
    const version = said['version']
    return { service: said['name'], version: typeof version === 'string' && version !== '' ? version : undefined }
  } catch {
    // None here, or one that cannot be read: the program's own matter.
    return null
  }
}
