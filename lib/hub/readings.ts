/** What the hub holds now, as plain numbers: for whoever watches the hub itself. */
import type { HubConfig } from './config'
import { type Core, JUDGING_STEPS, rosterCapacity } from './core'

export interface HubReadings {
  agents: () => number
  agentsMax: number
  viewers: () => number
  /** Live, stale and gone. */
  processes: () => number
  processesMax: number
  /** Steps of judging that wait for their turn. */
  judging: () => number
  judgingMax: number
  /** Frames that came for the first time, since the start. */
  frames: () => number
  /** Messages of frames that are not on disk yet, and the age of the oldest in ms. */
  unwritten: () => { messages: number; oldestMs: number }
}

export function readingsOf(core: Core, config: HubConfig, agents: () => number): HubReadings {
  const { fanOut, roster, judging, counts, lag, nowMs } = core
  return {
    agents,
    agentsMax: config.maxAgents,
    viewers: () => fanOut.viewerCount,
    processes: () => roster.size,
    processesMax: rosterCapacity(config),
    judging: () => judging.waiting,
    judgingMax: JUDGING_STEPS,
    frames: () => counts.frames,
    unwritten: () => lag.read(nowMs()),
  }
}
