/** The faults of the gateway: each is one thing that a bounded gateway does and this one does not. */
export const FAULTS = {
  'streams-kept': 'streams are not removed when their client disconnects',
  'calls-kept': 'calls stay pending when their caller has died',
  'no-sweep': 'the registry is never swept',
  'no-bound': 'neither the pool nor the clients have a bound',
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
