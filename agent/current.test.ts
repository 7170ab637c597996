import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { currentAgent, leaveSeat, type Report, reportOf, type Reporting, takeSeat } from './current'

interface Told {
  agent: Reporting
  series: string[]
  events: string[]
}

/** An agent that keeps what it is told. */
function anAgent(): Told {
  const series: string[] = []
  const events: string[] = []
  const register = (name: string) => {
    series.push(name)
    return { name, remove: () => void series.splice(series.indexOf(name), 1), add: () => {} }
  }
  const agent = {
    ...Object.fromEntries(
      ['pool', 'clients', 'registry', 'streams', 'pending', 'gauge', 'counter', 'entities'].map((kind) => [
        kind,
        register,
      ]),
    ),
    event: (type: string) => void events.push(type),
  } as unknown as Reporting
  return { agent, series, events }
}

const toEnd: Report[] = []
afterEach(() => {
  for (const report of toEnd.splice(0)) report.end()
  const agent = currentAgent()
  if (agent) leaveSeat(agent)
})

function reported(watched: { size: number }, agent?: Reporting | null): Report {
  const report = reportOf(watched, (to, { of }) => [to.pool('mesh', { of, read: ({ size }) => size })], agent)
  toEnd.push(report)
  return report
}

test('A part that is made before the agent is reported once the agent comes, and no more once it goes.', () => {
  const report = reported({ size: 1 })
  report.event('cleanup', 'nobody hears this')
  const [first, second] = [anAgent(), anAgent()]
  takeSeat(first.agent)
  expect(first.series).toEqual(['mesh'])
  report.event('cleanup', 'heard')
  expect(first.events).toEqual(['cleanup'])
  leaveSeat(first.agent)
  expect([first.series, currentAgent()]).toEqual([[], null])
  takeSeat(second.agent)
  expect(second.series).toEqual(['mesh'])
  report.end()
  expect(second.series).toEqual([])
})

test('A part that is made after the agent is reported at once; a second agent takes the place of the first.', () => {
  const [first, second] = [anAgent(), anAgent()]
  takeSeat(first.agent)
  reported({ size: 1 })
  expect(first.series).toEqual(['mesh'])
  takeSeat(second.agent)
  expect([first.series, second.series]).toEqual([[], ['mesh']])
  // The first one stops late: the place is another's by now.
  leaveSeat(first.agent)
  expect(currentAgent()).toBe(second.agent)
})

test('A part with an agent of its own is reported by no other, and one that is told null by nobody.', () => {
  const [here, own] = [anAgent(), anAgent()]
  takeSeat(here.agent)
  reported({ size: 1 }, own.agent)
  reported({ size: 1 }, null).event('cleanup', 'nobody hears this')
  expect([here.series, here.events, own.series]).toEqual([[], [], ['mesh']])
})

test('A part is collected as if nobody reported it, and waits for no agent then.', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const alive = new WeakRef(
    (() => {
      const watched = { size: 1 }
      reportOf(watched, (to, { of }) => [to.pool('gone', { of, read: ({ size }) => size })])
      return watched
    })(),
  )
  // Who was looked at lives until the end of the turn: a collection comes in the next one.
  do {
    await pause(5)
    collect()
  } while (alive.deref())
  const late = anAgent()
  takeSeat(late.agent)
  expect(late.series).toEqual([])
})
