'use client'

import { usePathname } from 'next/navigation'
import { Fragment, useEffect, useLayoutEffect, type ReactNode } from 'react'
import { useRemembered } from '../../lib/client/use-remembered'
import { hasLanguage, loadLanguage, speak } from '../../lib/words/language'
import { spokenLanguage, type Language } from '../../lib/words/spoken-language'
import { titleOf } from './titles'
import { useLanguage } from './use-language'

/**
 * All that speaks. Pages are exported in English; what was chosen takes its place before the first picture, or, where its texts
 * are still on their way, before anything of the page is seen (components/first/first-script.ts). What is below is drawn anew
 * in another language, as what is kept from one drawing to the next would keep its words.
 */
export function Spoken({ children }: { children: ReactNode }) {
  const [{ language: chosen }] = useRemembered()
  const language = useLanguage()
  useLayoutEffect(() => change(spokenLanguage(chosen)), [chosen])
  useTitle(language)
  return <Fragment key={language}>{children}</Fragment>
}

function change(wanted: Language): () => void {
  let isWanted = true
  const take = () => {
    if (!isWanted) return
    const focused = document.activeElement
    const place = placeOf(focused)
    speak(wanted)
    const { dataset } = document.documentElement
    document.documentElement.lang = wanted
    delete dataset['waiting']
    // What is drawn anew has lost the focus; what is not has kept it.
    requestAnimationFrame(() => {
      if (place && !focused?.isConnected) focusablesIn(document.querySelector(place.part))[place.at]?.focus()
    })
  }
  const early = wanted === 'en' ? undefined : window.tidemarkWords?.[wanted]
  if (early && !hasLanguage(wanted)) loadLanguage(wanted, early)
  if (wanted === 'en' || hasLanguage(wanted)) take()
  else
    void fetchLanguage(wanted).then(take, () => {
      // The hub is away: English, which is there, until the page is loaded again.
      delete document.documentElement.dataset['waiting']
    })
  return () => {
    isWanted = false
  }
}

/** Which one it is in its part of the page, whose id is the same in every language: other parts come when the hub has answered. */
function placeOf(element: Element | null): { part: string; at: number } | null {
  const part = element?.closest('dialog, section[aria-labelledby], main') ?? element?.closest('header')
  if (!element || !part || part.localName === 'dialog') return null
  const label = part.getAttribute('aria-labelledby')
  return {
    part: label === null ? part.localName : `[aria-labelledby="${label}"]`,
    at: focusablesIn(part).findIndex((one) => one === element),
  }
}

const focusablesIn = (part: Element | null) => [
  ...(part?.querySelectorAll<HTMLElement>('a, button, input, select, textarea') ?? []),
]

async function fetchLanguage(wanted: Exclude<Language, 'en'>): Promise<void> {
  const { catalogue } = await CATALOGUES[wanted]()
  loadLanguage(wanted, catalogue)
}

const CATALOGUES = { de: () => import('../../lib/words/de/catalogue') }

/** Whether pages still have the title of their export, which is English. */
let isExported = true

function useTitle(language: Language): void {
  const path = usePathname()
  useEffect(() => {
    if (language !== 'en') isExported = false
    const title = isExported ? null : titleOf(path)
    if (title !== null) document.title = `${title} · Tidemark`
  }, [path, language])
}
