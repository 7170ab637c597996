/**
 * The supervisor of the demo fleet: `fleet [NAME…]` runs all of it, or the named programs (`gateway/bounded`, …) with the
 * driver, against the hub at TIDEMARK_URL. SIGTERM and SIGINT end every program; so does the end of whoever started it.
 */
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../wire/parent'
import { Fleet } from './fleet'
import { FLEET, MORE_MEMBERS } from './members'

const names = process.argv.slice(2)
const known = [...FLEET, ...MORE_MEMBERS]
const unknown = names.find((name) => !known.some((plan) => plan.name === name))
const hubUrl = process.env['TIDEMARK_URL']
if (unknown !== undefined) {
  const all = known.map(({ name }) => name).join(', ')
  console.error(`fleet: there is no program ${JSON.stringify(unknown)}; programs are ${all}.`)
  process.exit(2)
}
if (hubUrl === undefined || hubUrl === '') {
  console.error('fleet: TIDEMARK_URL is not set; it must be the hub’s address, say http://127.0.0.1:4600.')
  process.exit(2)
}

const fleet = new Fleet({
  plans: names.length === 0 ? FLEET : known.filter(({ name }) => names.includes(name) || name === 'driver'),
  folder: fileURLToPath(new URL('.', import.meta.url)),
  hubUrl,
  say: (sentence) => console.error(`demo: ${sentence}`),
})

let isEnding = false
const end = (): void => {
  if (isEnding) return
  isEnding = true
  fleet.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
endWithParent(end)
fleet.start()
