/** What ingestion needs of the rest of the hub: something that keeps, and something that looks. */
import type { AgentEvent, LifeDescription, SeriesDeclaration } from '../protocol/agent-wire'
import type { FrameBlock } from '../protocol/frame-block'

/** Who waits for frames to be on disk; told once. */
export interface KeepWaiter {
  resolve(): void
  reject(error: Error): void
}

/** Keeps what came. The history store is one; each promise resolves once its part is on disk. */
export interface Keeper {
  openLife(life: { process: string; life: LifeDescription; series: readonly SeriesDeclaration[] }): Promise<{
    lives: number
    knownSeqs: [from: number, to: number][]
    /** All that the life ever had, in the order of the values that are to be appended. */
    series: readonly SeriesDeclaration[]
  }>
  /** Tells `waiter` once these frames are on disk, or why they never will be. */
  keep(frames: { process: string; boot: string; block: FrameBlock }, waiter: KeepWaiter): void
  appendEvents(process: string, boot: string, events: readonly AgentEvent[]): Promise<void>
}

/** Looks at what came, at once, whether it can be kept or not. Called in the order of arrival; must not throw. */
export interface Onlooker {
  /** A life says hello, for the first time or again. `lives` is `null` where history could not say. */
  onLife(process: string, life: LifeDescription, series: readonly SeriesDeclaration[], lives: number | null): void
  /** `series` are appended to those that the life has, or bring another max or help of one that it has. */
  onSeries(process: string, boot: string, series: readonly SeriesDeclaration[]): void
  /** Frames that were not known before, as wide as the life's series. */
  onFrames(process: string, boot: string, block: FrameBlock): void
  /** Frames that were known already, and were dropped. */
  onKnownFrames(count: number): void
  onEvents(process: string, boot: string, events: readonly AgentEvent[]): void
  /** What an operator should know: one sentence. */
  onTrouble(message: string, cause: unknown): void
}
