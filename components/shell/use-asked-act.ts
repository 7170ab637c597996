import { useSearchParams } from 'next/navigation'
import { useEffect, useRef, type RefObject } from 'react'

/** What an address can ask a page to open: `act=profile`. */
export type AskedAct = 'collect' | 'profile' | 'snapshot' | 'note' | 'table' | 'acknowledge' | 'silence' | 'begin'

/** `address`: where it is done, as a path that may have a search. `about`: what it is done to, where the page is about many. */
export function askingAddress(address: string, act: AskedAct, about?: string): string {
  const [path = '', search] = address.split('?')
  const params = new URLSearchParams(search)
  params.set('act', act)
  if (about !== undefined) params.set('about', about)
  return `${path}?${params.toString()}`
}

/**
 * Does for an address what a press of a button does: opens a dialog, where a person is told what it costs, and decides. It is done
 * once: the address says it no more then, so that Back, a reload and a link to what is shown do not open it again.
 * `act`: `null` where it is not offered. Returns the ref of the button, to which the focus goes back.
 */
export function useAskedAct(
  act: AskedAct | null,
  open: (about: string | null) => void,
): RefObject<HTMLButtonElement | null> {
  const opener = useRef<HTMLButtonElement>(null)
  const newest = useRef(open)
  const isAsked = useSearchParams().get('act') === (act ?? '')
  useEffect(() => {
    newest.current = open
  })
  useEffect(() => {
    if (!isAsked) return
    const about = takeFromAddress()
    opener.current?.focus()
    newest.current(about)
  }, [isAsked])
  return opener
}

function takeFromAddress(): string | null {
  const { pathname, search, hash } = window.location
  const params = new URLSearchParams(search)
  const about = params.get('about')
  params.delete('act')
  params.delete('about')
  const left = params.toString()
  window.history.replaceState(null, '', `${pathname}${left === '' ? '' : `?${left}`}${hash}`)
  return about
}
