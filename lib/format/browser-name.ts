/** What somebody came with, from the `User-Agent` that it said of itself: `Firefox on Linux`; what is not known is given as it came. */
import { t } from '../words/en/evidence'
import { notKnown } from './unknown'

export function programOf(userAgent: string): string {
  if (userAgent === '') return notKnown()
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1]
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark))?.[1]
  if (browser === undefined) return userAgent.length > MOST_CHARS ? `${userAgent.slice(0, MOST_CHARS)}…` : userAgent
  return system === undefined ? browser : t('on', { browser, system })
}

const MOST_CHARS = 40
/** Each says that it is those after it, too. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const
