'use client'

import { Command } from 'cmdk'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useDeferredValue, useMemo, useState } from 'react'
import { alertsApi } from '../../lib/client/alerts-api'
import type { Ask } from '../../lib/client/ask'
import { useAsked } from '../../lib/client/use-asked'
import type { Alert } from '../../lib/protocol/alerts'
import type { ProcessSummary } from '../../lib/protocol/http-api'
import { Dialog } from '../forms/dialog'
import controls from '../shell/controls.module.css'
import { matching } from './matching'
import styles from './palette.module.css'
import { alertTargets, pageTargets, processTargets, seriesTargets, type PaletteTarget } from './targets'
import { useActs } from './use-acts'
import { t } from '../../lib/words/en/palette'

/** More of one kind are not read; another letter finds the others. */
const MOST = 7
const MOST_ALERTS = 200

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

interface Known {
  processes: readonly ProcessSummary[]
  alerts: readonly Alert[]
}

async function askKnown(ask: Ask, signal: AbortSignal): Promise<Known> {
  const [{ processes }, { alerts }] = await Promise.all([
    ask<{ processes: ProcessSummary[] }>('/api/v1/processes', { signal }),
    alertsApi(ask).list({ state: 'active', limit: MOST_ALERTS }, signal),
  ])
  return { processes, alerts }
}

function useGroups(query: string, onKeys: () => void) {
  const shown = useShownProcess()
  const { value, fault, isLoading } = useAsked(askKnown)
  const acts = useActs(onKeys)
  const kinds = useMemo(
    () => [
      { title: t('processes'), targets: processTargets(value?.processes ?? []) },
      { title: t('alerts'), targets: alertTargets(value?.alerts ?? []) },
      { title: t('series'), targets: seriesTargets(value?.processes ?? [], shown) },
      { title: t('pages'), targets: pageTargets() },
    ],
    [value, shown],
  )
  const groups = useMemo(
    () =>
      [...kinds, { title: t('do'), targets: acts }]
        .map(({ title, targets }) => ({ title, ...matching(targets, query, MOST) }))
        .filter(({ targets }) => targets.length > 0)
        .sort((a, b) => a.closest - b.closest),
    [kinds, acts, query],
  )
  return { groups, isAsking: isLoading, fault }
}

function useShownProcess(): string | null {
  const path = usePathname()
  const id = useSearchParams().get('id')
  return path.startsWith('/process') ? id : null
}
