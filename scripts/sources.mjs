// What each built part is made of, so that a build can tell whether it is still true.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', 'out', '.next'])

/** All files under the given files and folders, sorted, tests left out: they are in no build. */
export function sourceFiles(root, paths) {
  const found = []
  const visit = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    if (!statSync(full).isDirectory()) {
      if (!/\.(test|integration\.test)\.tsx?$/u.test(path)) found.push(path)
      return
    }
    for (const name of readdirSync(full)) if (!SKIPPED.has(name)) visit(join(path, name))
  }
  for (const path of paths) visit(path)
  return found.toSorted((a, b) => (a < b ? -1 : 1))
}

/** One hash over names and contents: by content, because a fresh clone gives every file the same new time. */
export function sourceHash(root, paths) {
  const hash = createHash('sha256')
  for (const path of sourceFiles(root, paths))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
  return hash.digest('hex')
}
