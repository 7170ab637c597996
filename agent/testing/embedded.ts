/** Programs that embed the agent as it ships, each beside a hub of its own, for tests of what a hub asks of them. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { CommandAnswer } from '../../lib/protocol/commands'
import { startTestHub, type TestHub } from './wire-hub'
import { openWorkshop, type Running, type Workshop } from './workshop'

export interface Pair {
  hub: TestHub
  program: Running
}

/** Registers what a file of such tests needs before and after them; what is in `toStop` ends after each, the last first. */
export function embedEach() {
  let workshop: Workshop
  beforeAll(() => {
    workshop = openWorkshop()
  })
  afterAll(() => workshop.remove())
  const toStop: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const stop of toStop.splice(0).toReversed()) await stop()
  })

  /** A hub, and a program that goes on until it is killed. `source` begins with the agent in scope. */
  async function pair(source = '', options = '', flags: string[] = []): Promise<Pair> {
    const hub = await startTestHub()
    toStop.push(() => hub.kill())
    const embed = `const agent = tidemark({ url: ${JSON.stringify(hub.url)}, service: 'host', intervalMs: 100, ${options} })`
    const program = workshop.start(`${embed}; setInterval(() => {}, 1000); ${source}`, flags)
    toStop.push(() => {
      program.kill('SIGKILL')
      return program.ended
    })
    await hub.until(() => hub.frames.size >= 2)
    return { hub, program }
  }

  return {
    pair,
    toStop,
    get workshop() {
      return workshop
    },
  }
}

let lastId = 0
export async function ask(hub: TestHub, name: string, args: object): Promise<CommandAnswer<Record<string, number>>> {
  return (await hub.command({ id: String(++lastId), name, args })) as CommandAnswer<Record<string, number>>
}
export const upload = (capture: string) => ({ capture, token: `token-of-${capture}` })
