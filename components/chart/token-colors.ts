/** Colour tokens as a canvas wants them, for the scheme that is on screen. */
import { useSyncExternalStore } from 'react'

const DARK = '(prefers-color-scheme: dark)'
const PAPER = 'print'
let colors = new Map<string, string>()
/** A new one for each scheme, so that who drew with the old one draws again. */
let colorOf = reader()

function reader(): (token: string) => string {
  colors = new Map()
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

function subscribe(changed: () => void): () => void {
  const renew = () => {
    colorOf = reader()
    changed()
  }
  // Paper is light, whatever the screen.
  const media = [DARK, PAPER].map((query) => matchMedia(query))
  for (const one of media) one.addEventListener('change', renew)
  const chosen = new MutationObserver(renew)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    for (const one of media) one.removeEventListener('change', renew)
    chosen.disconnect()
  }
}

const onServer = () => ''

export function useTokenColors(): (token: string) => string {
  return useSyncExternalStore(
    subscribe,
    () => colorOf,
    () => onServer,
  )
}

/** Whether the page is being put on paper. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(subscribe, isPrinting, () => false)
}

const isPrinting = () => matchMedia(PAPER).matches
