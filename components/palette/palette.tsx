'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useState } from 'react'
import { Dialog } from '../forms/dialog'
import controls from '../shell/controls.module.css'
import styles from './palette.module.css'
import type { PaletteTarget } from './targets'
import { useGroups } from './use-groups'
import { t } from '../../lib/words/en/palette'

interface PaletteProps {
  onClose: () => void
  onKeys: () => void
}

/** Goes to a process, a series, an alert or a page, or does something: by a part of its name, with the keyboard alone. */
export function Palette({ onClose, onKeys }: PaletteProps) {
  const router = useRouter()
  const [query, setQuery] = useState('')
  const shownQuery = useDeferredValue(query)
  const { groups, isAsking, fault } = useGroups(shownQuery, onKeys)
  const [picked, setPicked] = useState('')
  const keys = groups.flatMap(({ targets }) => targets.map(({ key }) => key))
  const take = ({ href, act }: PaletteTarget) => {
    onClose()
    if (href !== undefined) router.push(href)
    act?.()
  }
  return (
    <Dialog title={t('goTo')} onClose={onClose}>
      <Command
        className={styles.palette}
        label={t('goTo')}
        shouldFilter={false}
        loop
        vimBindings={false}
        value={keys.includes(picked) ? picked : (keys[0] ?? '')}
        // What the hub knows of comes first, and a moment later: until then nothing was picked by a person.
        onValueChange={(key) => !isAsking && setPicked(key)}
      >
        <Command.Input
          className={`${controls.field} ${styles.input}`}
          data-first=""
          value={query}
          onValueChange={setQuery}
          placeholder={t('aProcessASeries')}
        />
        <Command.List className={styles.list} tabIndex={-1}>
          {fault !== null && <p className={styles.note}>{fault}</p>}
          <Command.Empty className={styles.note}>{isAsking ? t('askingTheHub') : t('nothingHasAName')}</Command.Empty>
          {groups.map(({ title, targets }) => (
            <Command.Group key={title} heading={title} className={styles.group}>
              {targets.map((target) => (
                <Command.Item key={target.key} value={target.key} className={styles.item} onSelect={() => take(target)}>
                  <span>{target.name}</span> <span className={styles.about}>{target.about}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
