import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  useDeferredValue,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react'
import type { FleetRow } from '../../lib/protocol/dashboard-wire'
import { drawnAtOnce, type Lines } from './drawn-lines'
import type { FleetGroup } from './fleet-view'

export interface ShownGroup {
  group: FleetGroup
  /** Whether its title is among what is drawn. */
  hasTitle: boolean
  rows: FleetRow[]
}

export interface ShownRows {
  groups: ShownGroup[]
  /** Room for what lies above and below what is drawn, in pixels. */
  abovePx: number
  belowPx: number
  /** To be given every row, so that rows of any height have their right place. */
  measure: (element: HTMLElement | null) => void
  /** Of each row in the whole list, from 0. */
  indexOf: (id: string) => number
}

type Line = { group: FleetGroup; row: FleetRow | null }

/** So few rows are drawn whole: searching the page finds all of them. */
const FEW = 60
const ROW_PX = 50
const NARROW_ROW_PX = 150
const NARROW = 980
const OVERSCAN = 6

/** Of a list of very many rows, those in view and some beside them. `bodyRef` is where the list begins. */
export function useVirtualRows(groups: readonly FleetGroup[], bodyRef: RefObject<HTMLElement | null>): ShownRows {
  const lines = useMemo(() => groups.flatMap(linesOf), [groups])
  const places = useMemo(() => placesOf(lines), [lines])
  const isPrinted = useSyncExternalStore(watchPaper, isPaper, () => false)
  const isMany = lines.length > FEW && !isPrinted
  const top = useTop(bodyRef, isMany)
  const keyOf = useRef((_at: number): string => '')
  keyOf.current = (at) => lines[at]?.row?.id ?? `title ${lines[at]?.group.key ?? at}`
  const [getItemKey] = useState(() => (at: number) => keyOf.current(at))
  // oxlint-disable-next-line react/incompatible-library -- what it answers is read at every drawing, and never kept
  const virtual = useWindowVirtualizer({
    count: isMany ? lines.length : 0,
    estimateSize: () => (window.innerWidth < NARROW ? NARROW_ROW_PX : ROW_PX),
    overscan: OVERSCAN,
    scrollMargin: top,
    getItemKey,
  })
  const all = virtual.getVirtualItems()
  const drawn = useDrawn({ first: all[0]?.index ?? 0, last: all.at(-1)?.index ?? -1 }, virtual.range)
  const items = all.filter(({ index }) => index >= drawn.first && index <= drawn.last)
  const [first, last] = [items[0], items[items.length - 1]]
  const shown = isMany ? lines.slice(drawn.first, drawn.last + 1) : lines
  return {
    groups: gathered(shown),
    abovePx: first ? first.start - top : 0,
    belowPx: last ? virtual.getTotalSize() - (last.end - top) : 0,
    measure: isMany ? virtual.measureElement : measureNothing,
    indexOf: (id) => places.get(id) ?? 0,
  }
}

/** A frame that scrolls draws what comes into view; what lies beside that follows in a turn that lets the page answer. */
function useDrawn({ first, last }: Lines, inView: { startIndex: number; endIndex: number } | null): Lines {
  const wanted = useMemo(() => ({ first, last }), [first, last])
  const drawn = useDeferredValue(wanted)
  return inView ? drawnAtOnce(wanted, { first: inView.startIndex, last: inView.endIndex }, drawn) : wanted
}

const isPaper = () => matchMedia('print').matches

function watchPaper(changed: () => void): () => void {
  const paper = matchMedia('print')
  paper.addEventListener('change', changed)
  return () => paper.removeEventListener('change', changed)
}

const measureNothing = () => undefined

function linesOf(group: FleetGroup): Line[] {
  const rows = group.rows.map((row): Line => ({ group, row }))
  return group.title === null ? rows : [{ group, row: null }, ...rows]
}

function placesOf(lines: readonly Line[]): Map<string, number> {
  const places = new Map<string, number>()
  lines.forEach(({ row }, at) => row && places.set(row.id, at))
  return places
}

function gathered(lines: readonly Line[]): ShownGroup[] {
  const groups: ShownGroup[] = []
  for (const { group, row } of lines) {
    let open = groups[groups.length - 1]
    if (open?.group !== group) groups.push((open = { group, hasTitle: false, rows: [] }))
    if (row) open.rows.push(row)
    else open.hasTitle = true
  }
  return groups
}

/** Where the element begins in the document, in pixels; it moves when what stands above it changes its height. */
function useTop(ref: RefObject<HTMLElement | null>, isWanted: boolean): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || !isWanted) return undefined
    const look = () => setTop(Math.round(element.getBoundingClientRect().top + window.scrollY))
    look()
    const size = new ResizeObserver(look)
    size.observe(document.body)
    return () => size.disconnect()
  }, [ref, isWanted])
  return top
}
