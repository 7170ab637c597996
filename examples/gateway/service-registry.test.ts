import { describe, expect, it } from 'vitest'
import { FaultSwitch } from './faults'
import { ServiceRegistry } from './service-registry'

describe('the service registry', () => {
  it('keeps a service that is announced again, and sweeps one that is not', () => {
    const registry = new ServiceRegistry(300_000, 64, new FaultSwitch(undefined))
    registry.announce('kept', 0)
    registry.announce('forgotten', 0)
    registry.announce('kept', 200_000)
    expect(registry.sweep(240_000)).toBe(0)
    expect(registry.sweep(300_000)).toBe(1)
    expect(registry.sweep(480_000)).toBe(0)
    expect(registry.sweep(500_000)).toBe(1)
  })

  it('sweeps a service that has left at once', () => {
    const registry = new ServiceRegistry(300_000, 64, new FaultSwitch(undefined))
    registry.announce('visitor', 0)
    registry.leave('visitor', 5_000)
    registry.leave('nobody', 5_000)
    expect(registry.sweep(60_000)).toBe(1)
    expect(registry.size).toBe(0)
  })

  it('no-sweep: keeps what has expired, until the fault is off', () => {
    const faults = new FaultSwitch('no-sweep')
    const registry = new ServiceRegistry(300_000, 64, faults)
    for (let service = 0; service < 20; service++) registry.announce(`visitor-${service}`, 0)
    expect(registry.sweep(900_000)).toBe(0)
    expect(registry.size).toBe(20)
    faults.isOn = false
    expect(registry.sweep(900_000)).toBe(20)
  })
})
