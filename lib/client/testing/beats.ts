/** What a hub tells of the newest numbers of one row, for tests. */
import type { Beats } from '../../protocol/dashboard-wire'

export function beatOf(number: number, atMs: number, memoryBytes: number | null): { type: 'beats' } & Beats {
  return { type: 'beats', rows: [number], fromMs: atMs, afterMs: [0], memoryBytes: [memoryBytes] }
}
