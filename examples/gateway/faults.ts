/** The faults of the gateway: each has it do without one of its bounded structures, as programs do that were written in a hurry. */
export const FAULTS = {
  'streams-kept': 'clients and streams are two maps, and a stream is not removed when its client disconnects',
  'calls-kept': 'calls are not tied to their caller, and stay pending when it has died',
  'no-sweep': 'the registry is a map that nobody sweeps',
  'no-bound': 'neither the pool nor the clients have a bound',
  'silent-kept': 'clients have no lease: who died without a word, or fell silent, is kept',
} as const
export type Fault = keyof typeof FAULTS

export function isFault(name: string): name is Fault {
  return Object.hasOwn(FAULTS, name)
}

/** The one fault of a gateway, on from its start; it can be switched off, and on again, while the gateway runs. */
export class FaultSwitch {
  isOn: boolean

  constructor(readonly fault: Fault | undefined) {
    this.isOn = fault !== undefined
  }

  has(fault: Fault): boolean {
    return this.isOn && this.fault === fault
  }
}
