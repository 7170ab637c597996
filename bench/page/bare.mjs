// A bare page with so many uPlot charts and nothing else, live at 1 Hz: what drawing them costs at the very least.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const POINTS = 300

/** Has a number in it once all charts are drawn. */
export const DRAWN = 'output'

/** `charts`: `{ width, height, lines }` of each. */
export async function openBarePage(browser, viewport, charts) {
  const page = await browser.newPage({ viewport })
  await page.setContent(barePage(charts))
  return page
}

/** The page, as HTML with its scripts in it. */
export function barePage(charts) {
  const script = readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8')
  const style = readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8')
  const draw = `(${drawCharts.toString()})(${JSON.stringify({ charts, points: POINTS })})`
  const body = `<${DRAWN}></${DRAWN}><main></main><script>${script}</script><script>${draw}</script>`
  return `<!doctype html><style>${style} body { margin: 0 }</style>${body}`
}

function drawCharts({ charts, points }) {
  const longTasks = []
  globalThis.longTasks = longTasks
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ atMs: startTime, ms: duration })
  }).observe({ type: 'longtask' })
  const main = document.querySelector('main')
  const made = charts.map(({ width, height, lines }, n) => {
    const times = Array.from({ length: points }, (_, at) => Date.now() / 1000 - points + at)
    const columns = Array.from({ length: lines }, (_, line) => times.map((_, at) => value(at, n + line)))
    const series = [{}, ...columns.map((_, line) => ({ stroke: `hsl(${line * 60} 60% 40%)` }))]
    return {
      plot: new globalThis.uPlot({ width, height, series }, [times, ...columns], main),
      data: [times, ...columns],
    }
  })
  document.querySelector('output').textContent = `${made.length} charts`
  let at = points
  setInterval(() => {
    at += 1
    for (const [n, { plot, data }] of made.entries()) {
      data.forEach((column, line) => {
        column.shift()
        column.push(line === 0 ? Date.now() / 1000 : value(at, n + line))
      })
      plot.setData(data)
    }
  }, 1000)

  function value(n, seed) {
    return 100 + 40 * Math.sin(n / (5 + seed)) + 10 * Math.random()
  }
}
