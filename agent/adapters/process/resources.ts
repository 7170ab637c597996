/** What keeps the event loop alive, by kind, as Node lists it: timers and immediates, sockets, servers, pipes, files. */
import type { Adapter, WatchedSeries } from '../adapter'

/** Node's names of resources, by what a person calls them. All others are `other`. */
const KINDS: Readonly<Record<string, string>> = {
  Timeout: 'timers',
  Immediate: 'timers',
  TCPSocketWrap: 'sockets',
  TLSWrap: 'sockets',
  PipeWrap: 'pipes',
  TTYWrap: 'pipes',
  TCPServerWrap: 'servers',
  PipeServerWrap: 'servers',
  FSReqCallback: 'files',
  FSReqPromise: 'files',
  FSEventWrap: 'files',
  ProcessWrap: 'children',
}

/** The list is made anew for each question, so several series of one frame share one, and a program with very many is asked less often. */
const SHARED_FOR_MS = 50
const MANY = 1_000
const MANY_FOR_MS = 9_500
const listed = { atMs: Number.NEGATIVE_INFINITY, holdsMs: 0, counts: new Map<string, number>() }

function countOf(kind: string): number {
  const nowMs = performance.now()
  if (nowMs - listed.atMs > listed.holdsMs) {
    const names = process.getActiveResourcesInfo()
    listed.atMs = nowMs
    listed.holdsMs = names.length > MANY ? MANY_FOR_MS : SHARED_FOR_MS
    listed.counts.clear()
    for (const name of names) {
      const of = KINDS[name] ?? 'other'
      listed.counts.set(of, (listed.counts.get(of) ?? 0) + 1)
    }
  }
  return listed.counts.get(kind) ?? 0
}

function series(name: string, kind: string, help: string): WatchedSeries<object> {
  return { kind: 'gauge', name, help, read: () => countOf(kind) }
}

export const timers: Adapter<object> = {
  what: 'the timers of the process',
  base: 'timers',
  recognises: () => false,
  series: [
    series(
      'NAME.active',
      'timers',
      'Timers and immediates that keep the process alive; those that were unref’d are not counted.',
    ),
  ],
}

export const handles: Adapter<object> = {
  what: 'the handles of the process',
  base: 'handles',
  recognises: () => false,
  series: [
    series('NAME.sockets', 'sockets', 'Open sockets, accepted and made.'),
    series('NAME.servers', 'servers', 'Servers that listen.'),
    series('NAME.pipes', 'pipes', 'Pipes and terminals.'),
    series('NAME.files', 'files', 'Files that are being read, written or watched.'),
    series('NAME.children', 'children', 'Child processes that run.'),
    series('NAME.other', 'other', 'All else that keeps the process alive.'),
  ],
}
