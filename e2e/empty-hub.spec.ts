import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { dataFolder, startHub } from './programs'
import { press } from './press'
import { visit } from './visit'

/** The four lines of the page, as a program. */
const EMBEDDED = `
const { tidemark } = require('./agent/dist/index.cjs')
const [url] = process.argv.slice(1)
const agent = tidemark({ url, service: 'first-one', instance: 'here' })
agent.pool('mesh', () => 7, { max: 1000 })
setInterval(() => {}, 1000)
`

test('an empty hub shows how to embed the agent, and notices the first one without a reload', async ({ page }) => {
  const folder = await dataFolder()
  const hub = await startHub({ folder: folder.path })
  let program: ChildProcess | null = null
  try {
    await visit(page, hub.url)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No process reports yet')
    const lines = page.getByLabel('Four lines to embed the agent')
    await expect(lines).toContainText(`url: '${hub.url}'`)
    expect(((await lines.textContent()) ?? '').trim().split('\n')).toHaveLength(4)

    program = spawn(process.execPath, ['-e', EMBEDDED, hub.url], { stdio: ['ignore', 'inherit', 'inherit'] })
    await expect(page.getByRole('link', { name: /first-one/u })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('All processes')
    await press(page.getByRole('link', { name: /first-one/u }))
    await expect(page.locator('figure[data-series~="pool.mesh"]')).toContainText('7')
  } finally {
    if (program) {
      const gone = once(program, 'exit')
      program.kill('SIGTERM')
      await gone
    }
    await hub.stop()
    await folder.remove()
  }
})
