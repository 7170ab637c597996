// From navigation to the first numbers, on a cold cache and a slow processor, and what was fetched for it.
import { gzipSync } from 'node:zlib'

const THROTTLE = 4

/**
 * ms from navigation to the frame with the first number, of each of `times` cold starts. With `html` that is what stands at
 * the address, rather than what the hub has there.
 */
export async function measureFirstNumbers(browser, url, selector, times, html) {
  const found = []
  for (let n = 0; n < times; n++) {
    // A context of its own has a cache of its own.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    if (html !== undefined) await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.addInitScript(noteFirstNumber, selector)
    await page.goto(url)
    await page.waitForFunction(() => globalThis.firstNumberMs !== undefined)
    found.push(await page.evaluate(() => globalThis.firstNumberMs))
    await context.close()
  }
  return found
}

/** Runs in the page before all else. */
function noteFirstNumber(selector) {
  const painted = new MessageChannel()
  painted.port1.addEventListener('message', () => (globalThis.firstNumberMs = performance.now()))
  painted.port1.start()
  const look = () => {
    const found = document.querySelector(selector)
    if (found && /\d/u.test(found.textContent)) painted.port2.postMessage(null)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Bytes of JavaScript that a page fetches until it stands, each file compressed as the hub sends it. */
export async function scriptBytes(browser, url, selector) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const bodies = []
  page.on('response', (response) => {
    if (/\.js(?:\?|$)/u.test(response.url())) bodies.push(response.body())
  })
  await page.goto(url)
  await page.waitForSelector(selector)
  await page.waitForTimeout(3000)
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length)
  await context.close()
  return sizes.reduce((sum, size) => sum + size, 0)
}
