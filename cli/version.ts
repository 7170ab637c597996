import { readFileSync } from 'node:fs'

/** As in the package that the built program (`dist/cli/`) is part of. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
