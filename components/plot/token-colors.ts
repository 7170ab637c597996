/** Colour tokens as a canvas wants them, for the scheme that is on screen, or on paper. */
import { useSyncExternalStore } from 'react'

const DARK = '(prefers-color-scheme: dark)'
/** Paper is light, whatever the screen. */
const PAPER = 'print'

/** What decides colours. */
interface Scheme {
  isDark: boolean
  isPaper: boolean
  /** What somebody chose. */
  theme: string | undefined
}

type ColorOf = (token: string) => string

let scheme: Scheme | null = null
/** A new one for each scheme, so that who drew with the old one draws again. */
let colorOf: ColorOf = reader()
const listeners = new Set<() => void>()
let unwatch = () => undefined as void

function reader(): ColorOf {
  const colors = new Map<string, string>()
  return (token) => {
    let color = colors.get(token)
    if (color === undefined) colors.set(token, (color = computed(token)))
    return color
  }
}

/** Only an element knows what a token is where `light-dark()` decides. */
function computed(token: string): string {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = `var(--${token})`
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function look(): void {
  const now: Scheme = {
    isDark: matchMedia(DARK).matches,
    isPaper: matchMedia(PAPER).matches,
    theme: document.documentElement.dataset['theme'],
  }
  const before = scheme
  scheme = now
  if (before === null) return
  if (before.isDark === now.isDark && before.isPaper === now.isPaper && before.theme === now.theme) return
  colorOf = reader()
  for (const listener of listeners) listener()
}

function watch(): () => void {
  const media = [DARK, PAPER].map((query) => matchMedia(query))
  for (const one of media) one.addEventListener('change', look)
  const chosen = new MutationObserver(look)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  // It may have changed while nobody drew.
  look()
  return () => {
    for (const one of media) one.removeEventListener('change', look)
    chosen.disconnect()
  }
}

export function onSchemeChange(changed: () => void): () => void {
  if (listeners.size === 0) unwatch = watch()
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
    if (listeners.size === 0) unwatch()
  }
}

/** Whether what is drawn now goes on paper. */
export const isForPaper = (): boolean => scheme?.isPaper ?? false

const onServer = () => ''

export function useTokenColors(): ColorOf {
  return useSyncExternalStore(
    onSchemeChange,
    () => colorOf,
    () => onServer,
  )
}
