/** What the palette does rather than goes to: for the page that is on screen, and for all of them. */
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { useClientState } from '../../lib/client/react'
import { useRemembered } from '../../lib/client/use-remembered'
import { rangeFromAddress, rangeToAddress, spanOf, SPANS, type ViewRange } from '../../lib/client/view-range'
import { useTheme } from '../shell/theme'
import type { PaletteTarget } from './targets'

export function useActs(onKeys: () => void): PaletteTarget[] {
  const range = useRangeActs()
  const { other, turn } = useTheme()
  const [{ density }, remember] = useRemembered()
  return useMemo(
    () => [
      ...range,
      { key: 'theme', name: `Use ${other} colours`, about: 'dark light theme', act: turn },
      density === 'compact'
        ? { key: 'density', name: 'More room', about: 'density', act: () => remember({ density: 'comfortable' }) }
        : {
            key: 'density',
            name: 'Less room between rows',
            about: 'density compact',
            act: () => remember({ density: 'compact' }),
          },
      { key: 'print', name: 'Print this page', about: 'paper', act: () => window.print() },
      { key: 'keys', name: 'Show all keys', about: 'help ?', act: onKeys },
    ],
    [range, other, turn, density, remember, onKeys],
  )
}

/** On the page of a process: which time it shows, and what is inside it. */
function useRangeActs(): PaletteTarget[] {
  const params = useSearchParams()
  const path = usePathname()
  const edgeMs = useClientState(({ watched }) => watched?.edgeMs ?? null)
  const address = path.startsWith('/process') && params.has('id') ? params.toString() : null
  return useMemo(() => {
    if (address === null) return []
    const now = rangeFromAddress(new URLSearchParams(address))
    const hrefOf = (range: ViewRange) => `/process?${rangeToAddress(new URLSearchParams(address), range).toString()}`
    const spans = SPANS.map(({ ms, label }) => ({
      key: `range ${ms}`,
      name: `Show the last ${label}`,
      about: 'time range',
      href: hrefOf({ kind: 'live', spanMs: ms }),
    }))
    const pause =
      now.kind === 'live' && edgeMs !== null
        ? [
            {
              key: 'pause',
              name: 'Pause',
              about: 'hold the picture',
              href: hrefOf({ kind: 'paused', spanMs: spanOf(now), endMs: edgeMs }),
            },
          ]
        : [
            {
              key: 'live',
              name: 'Back to live',
              about: 'time range',
              href: hrefOf({ kind: 'live', spanMs: SPANS[0].ms }),
            },
          ]
    return [
      ...pause,
      ...spans,
      {
        key: 'inside',
        name: 'What is inside',
        about: 'collect now, profile, snapshot, entities',
        href: `/process?${address}#inside`,
      },
    ]
  }, [address, edgeMs])
}
