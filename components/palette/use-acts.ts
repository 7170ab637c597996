/** What the palette does rather than goes to: for the page that is on screen, and for all of them. */
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { useClientState } from '../../lib/client/react'
import { useRemembered } from '../../lib/client/use-remembered'
import {
  livesToAddress,
  rangeFromAddress,
  rangeToAddress,
  showsLives,
  spanOf,
  SPANS,
  type ViewRange,
} from '../../lib/client/view-range'
import { useTheme } from '../shell/theme'
import { LANGUAGES, type Language } from '../../lib/words/spoken-language'
import { useLanguage } from '../words/use-language'
import type { PaletteTarget } from './targets'
import { t } from '../../lib/words/en/palette'

const LANGUAGE_ACTS = Object.entries(LANGUAGES).map(([language, name]) => ({ language: language as Language, name }))

export function useActs(onKeys: () => void): PaletteTarget[] {
  const range = useRangeActs()
  const { other, turn } = useTheme()
  const [{ density }, remember] = useRemembered()
  const spoken = useLanguage()
  return useMemo(
    () => [
      ...range,
      { key: 'theme', name: t(other === 'dark' ? 'useDark' : 'useLight'), about: t('darkLightTheme'), act: turn },
      density === 'compact'
        ? { key: 'density', name: t('moreRoom'), about: t('density'), act: () => remember({ density: 'comfortable' }) }
        : {
            key: 'density',
            name: t('lessRoomBetweenRows'),
            about: t('densityCompact'),
            act: () => remember({ density: 'compact' }),
          },
      ...LANGUAGE_ACTS.map(({ language, name }) => ({
        key: `language ${language}`,
        name: t('speak', { language: name }),
        about: t('aboutLanguage'),
        act: () => remember({ language }),
      })).filter(({ key }) => key !== `language ${spoken}`),
      { key: 'print', name: t('printThisPage'), about: t('paper'), act: () => window.print() },
      { key: 'keys', name: t('showAllKeys'), about: t('help'), act: onKeys },
    ],
    [range, other, turn, density, remember, onKeys, spoken],
  )
}

/** On the page of a process: which time it shows, and what is inside it. */
function useRangeActs(): PaletteTarget[] {
  const params = useSearchParams()
  const path = usePathname()
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? null)
  const lives = useClientState(({ watched }) => watched?.detail?.lives ?? 1)
  const address = path.startsWith('/process') && params.has('id') ? params.toString() : null
  return useMemo(() => {
    if (address === null) return []
    const now = rangeFromAddress(new URLSearchParams(address))
    const hrefOf = (range: ViewRange) => `/process?${rangeToAddress(new URLSearchParams(address), range).toString()}`
    const spans = SPANS.map(({ ms, label }) => ({
      key: `range ${ms}`,
      name: t('showTheLast', { label }),
      about: t('timeRange'),
      href: hrefOf({ kind: 'live', spanMs: ms }),
    }))
    const pause =
      now.kind === 'live' && edgeMs !== null
        ? [
            {
              key: 'pause',
              name: t('pause'),
              about: t('holdThePicture'),
              href: hrefOf({ kind: 'paused', spanMs: spanOf(now), endMs: edgeMs }),
            },
          ]
        : [
            {
              key: 'live',
              name: t('backToLive'),
              about: t('timeRange'),
              href: hrefOf({ kind: 'live', spanMs: SPANS[0].ms }),
            },
          ]
    const hasLives = showsLives(new URLSearchParams(address))
    return [
      ...pause,
      ...spans,
      ...(lives < 2 && !hasLives
        ? []
        : [
            {
              key: 'earlier lives',
              name: t(hasLives ? 'hideLives' : 'showLives'),
              about: t('behindThisOne'),
              href: `/process?${livesToAddress(new URLSearchParams(address), !hasLives).toString()}`,
            },
          ]),
      {
        key: 'inside',
        name: t('whatIsInside'),
        about: t('collectNowProfileSnapshot'),
        href: `/process?${address}#inside`,
      },
    ]
  }, [address, edgeMs, lives])
}
