'use client'

import { memo, useEffect, useRef, useState } from 'react'
import { saveAs } from '../shell/save-as'
import { chartCsv } from './chart-csv'
import styles from './chart.module.css'
import type { PictureOf } from './chart-picture'
import type { Shown } from './use-shown'
import { useTokenColors } from '../plot/token-colors'
import { t } from '../../lib/words/en/charts'

interface ChartMenuProps {
  title: string
  /** What is on screen at the time of the press; `null` while nothing is. */
  shown: () => Shown | null
  /** An address that shows the same to somebody else. */
  linkOf: (fromMs: number, toMs: number) => string
}

/** A chart as a picture, its numbers, and the view as a link: copied, or saved where the browser does not let a page copy. */
export const ChartMenu = memo(function ChartMenu({ title, shown, linkOf }: ChartMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const [told, setTold] = useState('')
  const ref = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const colorOf = useTokenColors()
  useClosing(ref, isOpen, () => setOpen(false))
  const acts = actsOf(title, shown, linkOf, colorOf)
  const run = async (act: () => Promise<string>) => {
    setOpen(false)
    opener.current?.focus()
    setTold(await act())
  }
  return (
    <div
      ref={ref}
      className={styles.menu}
      data-screen-only=""
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        setOpen(false)
        opener.current?.focus()
      }}
    >
      <span aria-live="polite" className={styles.told} data-told="">
        {told}
      </span>
      <button
        ref={opener}
        type="button"
        className={styles.tableButton}
        aria-expanded={isOpen}
        aria-label={t('copyOf', { title })}
        onClick={() => {
          setTold('')
          setOpen(!isOpen)
        }}
      >
        {t('copy')}
      </button>
      {isOpen && (
        <ul className={styles.menuList}>
          {acts.map(({ name, act }) => (
            <li key={name}>
              <button type="button" onClick={() => void run(act)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
})

function actsOf(
  title: string,
  shown: ChartMenuProps['shown'],
  linkOf: ChartMenuProps['linkOf'],
  colorOf: (token: string) => string,
): { name: string; act: () => Promise<string> }[] {
  const withShown = (act: (picture: PictureOf) => Promise<string>) => async () => {
    const picture = shown()
    return picture ? act({ title, ...picture }) : t('nothingIsDrawnYet')
  }
  const csvOf = ({ model }: PictureOf) => chartCsv(model)
  return [
    { name: t('picturePng'), act: withShown((picture) => copyPicture(picture, colorOf)) },
    {
      name: t('numbersCsv'),
      act: withShown(async (picture) => {
        if (await copyText(csvOf(picture))) return t('numbersCopied')
        return saved(picture, 'csv', 'text/csv', csvOf(picture))
      }),
    },
    {
      name: t('saveNumbersCsv'),
      act: withShown(async (picture) => saved(picture, 'csv', 'text/csv', csvOf(picture))),
    },
    {
      name: t('linkToThisView'),
      act: withShown(async ({ model: { fromMs, toMs } }) => {
        const link = linkOf(fromMs, toMs)
        return (await copyText(link)) ? t('linkCopied') : t('theBrowserDoesNot', { link })
      }),
    },
  ]
}

async function copyPicture(picture: PictureOf, colorOf: (token: string) => string): Promise<string> {
  const png = import('./chart-picture').then(({ chartPng }) => chartPng(picture, colorOf))
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    return t('pictureCopied')
  } catch {
    // Only pages from this machine or by https may write there, and not in every browser.
    return saved(picture, 'png', 'image/png', await png)
  }
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // As above.
    return false
  }
}

function saved({ title, of }: PictureOf, ending: string, type: string, content: BlobPart): string {
  const name = `${of} ${title}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-')
  saveAs(`${name}.${ending}`, type, content)
  return t('savedAs', { name, ending })
}

/** What is open closes when something else is pressed. */
function useClosing(ref: { current: HTMLElement | null }, isOpen: boolean, close: () => void): void {
  const newest = useRef(close)
  useEffect(() => {
    newest.current = close
  }, [close])
  useEffect(() => {
    if (!isOpen) return undefined
    const onPress = (event: Event) => {
      if (!(event.target instanceof Node) || !ref.current?.contains(event.target)) newest.current()
    }
    document.addEventListener('pointerdown', onPress)
    document.addEventListener('focusin', onPress)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      document.removeEventListener('focusin', onPress)
    }
  }, [ref, isOpen])
}
