import type { Locator, Page } from '@playwright/test'
import { BOUNDED, expect, test } from './demo'
import { visit } from './visit'

const plotOf = (page: Page, series: string) =>
  page.locator(`figure[data-series~="${series}"]`).first().locator('[data-plot="live"] canvas')

/** What is on the canvas as a screen shows it: how much of it is drawn on, how much is bare at the right, the colour of the lowest band, and a sum that is another one for another picture. */
function inked(canvas: Locator): Promise<{ share: number; bareRight: number; lowest: string; sum: number }> {
  return canvas.evaluate((drawn: HTMLCanvasElement) => {
    const { width, height } = drawn
    const copy = new OffscreenCanvas(width, height)
    const pen = copy.getContext('2d')
    if (!pen) throw new Error('the browser lends no canvas')
    pen.drawImage(drawn, 0, 0)
    const { data } = pen.getImageData(0, 0, width, height)
    let inked = 0
    let right = 0
    let sum = 0
    for (let at = 0; at < width * height; at += 1) {
      if ((data[at * 4 + 3] ?? 0) === 0) continue
      inked += 1
      sum = (sum * 31 + at) % 1_000_003
      right = Math.max(right, at % width)
    }
    const foot = ((height - 4) * width + right - 4) * 4
    return {
      share: inked / (width * height),
      bareRight: width - 1 - right,
      lowest: data.slice(foot, foot + 4).join(' '),
      sum,
    }
  })
}

async function expectDrawn(page: Page): Promise<void> {
  await expect.poll(async () => (await inked(plotOf(page, 'memory.rss'))).share).toBeGreaterThan(0.005)
  await expect.poll(async () => (await inked(plotOf(page, 'pool.mesh'))).share).toBeGreaterThan(0.001)
  // The newest sample is at the right edge, or nearly.
  expect((await inked(plotOf(page, 'memory.rss'))).bareRight).toBeLessThan(60)
}

test('lines and bands are drawn by a thread of their own', async ({ page }) => {
  await visit(page, `/process?id=${BOUNDED}`)
  await expectDrawn(page)
  expect(page.workers()).toHaveLength(1)
  // Each sample is drawn, not only the first that the thread was told of.
  const seen = new Set<number>()
  await expect.poll(async () => seen.add((await inked(plotOf(page, 'memory.rss'))).sum).size).toBeGreaterThan(3)
})

test('where that thread cannot be had, the page draws them itself', async ({ page }) => {
  await page.route('**/turbopack-worker-*.js*', (route) => route.abort())
  await visit(page, `/process?id=${BOUNDED}`)
  await expectDrawn(page)
  expect(page.workers()).toHaveLength(0)
})

test('on paper they are there at once, in the colours of paper', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await visit(page, `/process?id=${BOUNDED}`)
  await expectDrawn(page)
  const plot = plotOf(page, 'memory.rss')
  const light = (await inked(plot)).lowest
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => (await inked(plot)).lowest).not.toBe(light)
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  expect((await inked(plot)).lowest).toBe(light)
})
