import { describe, expect, it } from 'vitest'
import { ConnectionPool } from './connection-pool'
import { FaultSwitch, type Fault } from './faults'

function poolOf(max: number, fault?: Fault) {
  const closed: string[] = []
  const faults = new FaultSwitch(fault)
  const open = (peer: string) => () => void closed.push(peer)
  return { pool: new ConnectionPool({ max, idleMs: 1_000, stateBytes: 64, open, faults }), closed, faults }
}

describe('the connection pool', () => {
  it('closes the connection that was used least recently when one more than its max is opened', () => {
    const { pool, closed } = poolOf(3)
    for (const peer of ['a', 'b', 'c', 'a', 'd']) pool.use(peer, 0)
    expect(closed).toEqual(['b'])
    expect(pool.size).toBe(3)
  })

  it('gives the same connection to the same peer', () => {
    const { pool } = poolOf(3)
    expect(pool.use('a', 0)).toBe(pool.use('a', 5))
  })

  it('closes what nobody used for its idle time, and nothing else', () => {
    const { pool, closed } = poolOf(10)
    pool.use('old', 0)
    pool.use('kept', 0)
    pool.use('kept', 900)
    expect(pool.closeIdle(1_000)).toBe(1)
    expect(closed).toEqual(['old'])
  })

  it('no-bound: keeps every connection, and lets go what is idle once the fault is off', () => {
    const { pool, faults } = poolOf(3, 'no-bound')
    for (let peer = 0; peer < 50; peer++) pool.use(`peer-${peer}`, peer)
    expect(pool.closeIdle(10_000)).toBe(0)
    expect(pool.size).toBe(50)
    faults.isOn = false
    expect(pool.closeIdle(10_000)).toBe(50)
  })

  it.each<Fault>(['streams-kept', 'calls-kept', 'no-sweep'])('%s: is bounded all the same', (fault) => {
    const { pool } = poolOf(3, fault)
    for (let peer = 0; peer < 50; peer++) pool.use(`peer-${peer}`, 0)
    expect(pool.size).toBe(3)
  })
})
