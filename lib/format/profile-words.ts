/** What is said of a line of code in a heap profile. */
import type { ProfileAnswer, ProfileSite } from '../protocol/profile-answer'
import { formatBytes } from './bytes'
import { t } from '../words/en/evidence'

const ORIGIN: Record<ProfileSite['origin'], string> = {
  own: '',
  get package() {
    return t('aPackage')
  },
  get agent() {
    return t('tidemarksAgent')
  },
  get runtime() {
    return t('theRuntime')
  },
  get native() {
    return t('nativeCode')
  },
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

/** The one line of code that matters most, in a sentence. */
export function headlineOf({ rows }: Pick<ProfileAnswer, 'rows'>, isOfTwo: boolean): string {
  const [top] = rows
  if (!top || top.self.grownBytes <= 0) return isOfTwo ? t('nothingGrewBetweenThe') : t('theSamplesShowNothing')
  return t(isOfTwo ? 'holdsMore' : 'holds', {
    site: functionWords(top.site),
    site2: placeWords(top.site),
    grownBytes: formatBytes(top.self.grownBytes),
  })
}
