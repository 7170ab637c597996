/** One made-up hub with the fleet for all tests of a file: they wait for nothing, and its numbers are known. */
import { test as base } from '@playwright/test'
import { setStage, startMadeHub } from './pictures/stage'

export const test = base.extend<object, { madeHub: string }>({
  madeHub: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const hub = await startMadeHub('fleet')
      await use(`http://127.0.0.1:${hub.port}`)
      await hub.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ madeHub }, use) => use(madeHub),
  context: async ({ context }, use) => {
    await setStage(context)
    await use(context)
  },
})
test.use({ timezoneId: 'UTC' })
