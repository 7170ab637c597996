// A real process that leaks, looked at twice: node --expose-gc observe-program.mjs PROGRAM FOLDER TIMES
// Writes before.heapprofile, after.heapprofile, before.heapsnapshot and after.heapsnapshot into the folder.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { writeHeapSnapshot } from 'node:v8'

const [program = '', folder = '', times = '0'] = process.argv.slice(2)

const session = new Session()
session.connect()
// Finer than what a production process would take: these heaps are small.
await session.post('HeapProfiler.startSampling', { samplingInterval: 2_048 })
const { work } = await import(pathToFileURL(program).href)

async function run(count) {
  for (let i = 0; i < count; i += 1) await work()
  // What ends in a later turn of the loop is no leak.
  await turn()
  globalThis.gc()
}

async function look(name) {
  const { profile } = await session.post('HeapProfiler.getSamplingProfile')
  writeFileSync(join(folder, `${name}.heapprofile`), JSON.stringify(profile))
  writeHeapSnapshot(join(folder, `${name}.heapsnapshot`))
}

// What is compiled and cached by the first calls has settled before the first look.
await run(Number(times) / 4)
await look('before')
await run(Number(times))
await look('after')
process.exit(0)
