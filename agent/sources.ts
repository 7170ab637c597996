/** What a series is read from. Objects are held weakly: a monitor that keeps what it measures is the leak. */
import type { NumberReader, WatchedObject } from './api'

/** The watched object is gone: the series is read no more. */
export const GONE = Symbol('gone')

export type SourceReader = () => number | null | undefined | typeof GONE

/** A reader for `source`, or a sentence that says what would do. */
export function readerOf(source: unknown): SourceReader | string {
  if (typeof source === 'function') return source as NumberReader
  if (typeof source === 'object' && source !== null) {
    if (isWatchedObject(source)) return readWeakly(source.of, source.read)
    if (typeof (source as { size?: unknown }).size === 'number') return readWeakly(source as { size: number }, sizeOf)
    if (typeof (source as { length?: unknown }).length === 'number')
      return readWeakly(source as { length: number }, lengthOf)
  }
  return 'its source must be a function that returns a number, an object with a size or length, or { of, read }'
}

/** Whether any other source of the same name goes before this one. */
export function yields(source: unknown): boolean {
  return typeof source === 'object' && source !== null && isWatchedObject(source) && source.yields === true
}

function readWeakly<T extends object>(watched: T, read: (watched: T) => number | null | undefined): SourceReader {
  const reference = new WeakRef(watched)
  return () => {
    const alive = reference.deref()
    return alive === undefined ? GONE : read(alive)
  }
}

function isWatchedObject(source: object): source is WatchedObject<object> {
  const { of, read } = source as { of?: unknown; read?: unknown }
  return (typeof of === 'object' || typeof of === 'function') && of !== null && typeof read === 'function'
}

function sizeOf(watched: { size: number }): number {
  return watched.size
}

function lengthOf(watched: { length: number }): number {
  return watched.length
}
