/**
 * Loaded into the hub before it starts, in each of its threads (`--require`): a clock that can be set, a disk that can be slow,
 * and an agent, so that Tidemark watches the hub as it watches any process. The hub itself knows nothing of it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { tidemark } from '@tidemark/agent'
import { CALM, type HubWeather } from './steps'

const { TIDEMARK_SOAK_WEATHER: file = '', TIDEMARK_SOAK_URL: url = '' } = process.env
let weather: HubWeather = CALM

function look(): void {
  try {
    weather = JSON.parse(readFileSync(file, 'utf8')) as HubWeather
  } catch {
    // There is none yet; calm holds.
  }
}

setInterval(look, 250).unref()

const realNow = Date.now.bind(Date)
Date.now = () => realNow() + weather.clockMs

interface Sqlite {
  prototype: { transaction: (this: unknown, step: (...args: unknown[]) => unknown) => unknown }
}

/** The thread waits as it would for a disk, before what it wrote is there. */
function slow({ prototype }: Sqlite): void {
  const { transaction } = prototype
  const still = new Int32Array(new SharedArrayBuffer(4))
  prototype.transaction = function slowed(step) {
    return transaction.call(this, (...args: unknown[]) => {
      const result = step(...args)
      // A thread that is never done with its messages comes to no timer.
      look()
      if (weather.diskMs > 0) Atomics.wait(still, 0, 0, weather.diskMs)
      return result
    })
  }
}

// History's thread is the one that writes.
if (!isMainThread) slow(createRequire(import.meta.url)('better-sqlite3') as Sqlite)
else if (url) tidemark({ url, service: 'tidemark-hub', instance: 'soak' })
