/** What the soak tells the programs that it runs. */

/** Read by what is loaded into the hub, in each of its threads. */
export interface HubWeather {
  /** Added to the hub's clock. */
  clockMs: number
  /** How long each transaction waits for its disk. */
  diskMs: number
}

export const CALM: HubWeather = { clockMs: 0, diskMs: 0 }

/** To a process with agents. */
export type ToHost = { type: 'clock'; byMs: number } | { type: 'finish' }

/** Of each agent of a process, in their order. */
export interface AgentTold {
  /** Frames that it made. */
  made: number
  durable: number
  /** Frames that its outbox had to let go. */
  lost: number
}

export interface FromHost {
  type: 'told' | 'finished'
  agents: AgentTold[]
}

/** A frame's number, told as a value: no two frames of a slot have the same, whichever life they are of. */
export const BEAT = 'soak.beat'
const LIFE = 10_000_000
export const beatOf = (life: number, frame: number): number => life * LIFE + frame
export const lifeOf = (beat: number): number => Math.floor(beat / LIFE)
export const frameOf = (beat: number): number => beat % LIFE
