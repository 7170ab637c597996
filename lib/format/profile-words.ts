/** What is said of a line of code in a heap profile. */
import type { ProfileSite } from '../protocol/profile-answer'

const ORIGIN: Record<ProfileSite['origin'], string> = {
  own: '',
  package: 'a package',
  runtime: 'the runtime',
  native: 'native code',
}

export function functionWords({ functionName }: ProfileSite): string {
  return functionName === '' ? '(anonymous)' : functionName
}

/** `main.ts:50`: the file without its folders; of native code, that it is that. */
export function placeWords({ url, line, origin }: ProfileSite): string {
  if (url === '') return ORIGIN[origin]
  const file = url.slice(url.lastIndexOf('/') + 1)
  return line === null ? file : `${file}:${line}`
}

/** The whole of it: `/app/api/main.ts:50:11`. */
export function wholePlace({ url, line, column, origin }: ProfileSite): string {
  if (url === '') return ORIGIN[origin]
  return [url.replace(/^file:\/\//u, ''), line, line === null ? null : column].filter((part) => part !== null).join(':')
}

/** Where it is not the program's own code: whose it is. */
export function originWords({ origin, url }: ProfileSite): string {
  return url === '' ? '' : ORIGIN[origin]
}
