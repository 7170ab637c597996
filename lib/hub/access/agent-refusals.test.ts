import { expect, it } from 'vitest'
import type { AuditEntry } from '../../protocol/access'
import { AgentRefusals } from './agent-refusals'

function open() {
  const clock = { nowMs: 1_000_000 }
  const entries: Omit<AuditEntry, 'id' | 'atMs'>[] = []
  const refusals = new AgentRefusals({ add: async (entry) => void entries.push(entry) }, () => clock.nowMs)
  return { clock, entries, refusals }
}

it('an agent that is refused again and again is told once an hour, and each service and address of its own', () => {
  const { clock, entries, refusals } = open()
  for (let minute = 0; minute < 60; minute++) {
    refusals.note({ service: 'a', from: '10.0.0.1' })
    refusals.note({ service: null, from: '10.0.0.1' })
    clock.nowMs += 59_000
  }
  expect(entries.map(({ about }) => about)).toEqual([
    'as a, with a token that does not open it',
    'with a token that opens nothing, or none',
  ])
  clock.nowMs += 120_000
  refusals.note({ service: 'a', from: '10.0.0.1' })
  expect(entries).toHaveLength(3)
  expect(entries[2]).toMatchObject({
    act: 'connect an agent',
    outcome: 'refused',
    via: 'agent',
    from: '10.0.0.1',
    by: null,
  })
})

it('of a storm of knocking a hundred an hour are told', () => {
  const { clock, entries, refusals } = open()
  for (let at = 0; at < 5_000; at++) refusals.note({ service: `s${at}`, from: '10.0.0.1' })
  expect(entries).toHaveLength(100)
  clock.nowMs += 3_600_000
  refusals.note({ service: 'late', from: '10.0.0.1' })
  expect(entries).toHaveLength(101)
})
