/**
 * A browser tab on the production build, for as long as the soak lasts: left on all processes, as a wall or a second screen has
 * it, or walked from there to one process and back, as by somebody who cannot sleep.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { baseMinutes, compiledBytes, type TabHeap } from './tab-heap'

/** Time on each page. */
const STAY_MS = 30_000
const SNAPSHOT_EVERY_MINUTES = 15
/** On a machine with other work, with the hub away at times. */
const ANSWER_WITHIN_MS = 300_000

export interface TabOptions {
  walks: boolean
  /** How long the soak lasts. */
  minutes: number
  /** A folder for heap snapshots, where they are wanted. */
  snapshots?: string | undefined
}

export interface TabTold {
  heaps: TabHeap[]
  visits: number
  /** What the page said of errors of its own; a lost connection is none. */
  faults: string[]
}

export class SoakTab {
  readonly told: TabTold = { heaps: [], visits: 0, faults: [] }
  private readonly openedMs = performance.now()
  private isOpen = true
  private living: Promise<void> = Promise.resolve()
  private snapshotAtMinutes: number

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly cdp: CDPSession,
    private readonly options: TabOptions,
  ) {
    this.snapshotAtMinutes = baseMinutes(options.minutes)
  }

  static async open(url: string, options: TabOptions): Promise<SoakTab> {
    const { snapshots } = options
    if (snapshots !== undefined) mkdirSync(snapshots, { recursive: true })
    const { CHROMIUM_PATH } = process.env
    const browser = await chromium.launch({
      ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
    try {
      return await SoakTab.openIn(browser, url, options)
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  private static async openIn(browser: Browser, url: string, options: TabOptions): Promise<SoakTab> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable')
    const tab = new SoakTab(browser, page, cdp, options)
    page.on('pageerror', (error) => tab.complain(error.message))
    page.on('crash', () => tab.complain('the page crashed'))
    page.on('console', (message) => {
      const said = `${message.text()} (${message.location().url})`
      if (message.type() === 'error' && !LOST_CONNECTION.test(said)) tab.complain(said)
    })
    await page.goto(url, { timeout: ANSWER_WITHIN_MS })
    await tab.linkTo(FIRST_SLOT)
    tab.living = tab.live()
    return tab
  }

  async close(): Promise<TabTold> {
    this.isOpen = false
    await this.living
    try {
      if (!this.isOnAll()) await this.goOn()
      await this.page.waitForTimeout(STAY_MS)
      await this.measure(true)
    } catch (error) {
      this.complain(String(error))
    } finally {
      await this.browser.close()
    }
    return this.told
  }

  private async live(): Promise<void> {
    while (this.isOpen) {
      try {
        await this.stay()
        if (this.isOpen) await this.measure()
        if (this.options.walks) await this.goOn()
      } catch (error) {
        const fault = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
        const heading = await this.read('document.querySelector("h1")?.textContent').catch(() => null)
        this.complain(`${fault} (${this.page.url()}, headed ${JSON.stringify(heading)})`)
        await this.stay()
      }
    }
  }

  /** From all processes to one, and back: from where the tab is, so that one press which nothing answered is one fault and no more. */
  private async goOn(): Promise<void> {
    const isOnAll = this.isOnAll()
    const { x, y } = await this.linkTo(isOnAll ? FIRST_SLOT : ALL_PROCESSES)
    await this.page.mouse.click(x, y)
    const pressed = await this.read<string>(`document.elementFromPoint(${x}, ${y})?.outerHTML.slice(0, 200)`)
    await this.once(`the press of ${pressed}`, async () => this.isOnAll() !== isOnAll || null)
    if (!isOnAll) this.told.visits++
  }

  /**
   * Where the first link of that name is, once there is one, in CSS pixels. Asked in a line, without Playwright's locators: these run
   * in the page, where they had 0.4 MB of machine code after an hour, nearly twice as much as after five minutes.
   */
  private linkTo(name: RegExp): Promise<{ x: number; y: number }> {
    const expression = `(() => {
      const link = [...document.links].find((one) => ${String(name)}.test(one.ariaLabel ?? one.textContent))
      if (!link) return null
      link.scrollIntoView({ block: 'nearest' })
      const { left, top, width, height } = link.getBoundingClientRect()
      return { x: left + width / 2, y: top + height / 2 }
    })()`
    return this.once(`a link named ${String(name)}`, () => this.read<{ x: number; y: number } | null>(expression))
  }

  private async read<T>(expression: string): Promise<T> {
    const { result } = await this.cdp.send('Runtime.evaluate', { expression, returnByValue: true })
    return result.value as T
  }

  /** What `look` finds, once it finds something. */
  private async once<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const until = performance.now() + ANSWER_WITHIN_MS
    while (performance.now() < until) {
      const found = await look()
      if (found !== null) return found
      await this.page.waitForTimeout(250)
    }
    throw new Error(`Nothing came of ${what} for ${ANSWER_WITHIN_MS / 1_000} s.`)
  }

  private async stay(): Promise<void> {
    const until = performance.now() + STAY_MS
    while (this.isOpen && performance.now() < until) await this.page.waitForTimeout(500)
  }

  /**
   * At the end of a stay: a page that has just come holds each row once, and one that has drawn two beats holds those before
   * as well, as a third of a megabyte. Until two collections in a row give the same: some garbage goes only with the second.
   */
  private async measure(isLast = false): Promise<void> {
    if (!this.isOnAll()) return
    let before = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 6; tries++) {
      await this.cdp.send('HeapProfiler.collectGarbage')
      const { usedSize } = await this.cdp.send('Runtime.getHeapUsage')
      const isSettled = Math.abs(usedSize - before) < 50_000
      before = usedSize
      if (isSettled) break
    }
    const heap: TabHeap = { minutes: this.openMinutes(), bytes: before }
    this.told.heaps.push(heap)
    if (!isLast && heap.minutes < this.snapshotAtMinutes) return
    const isBase = this.snapshotAtMinutes === baseMinutes(this.options.minutes)
    this.snapshotAtMinutes = heap.minutes + SNAPSHOT_EVERY_MINUTES
    const { snapshots, walks } = this.options
    if (!isBase && !isLast && snapshots === undefined) return
    const snapshot = await this.snapshot()
    heap.compiled = compiledBytes(snapshot)
    const name = `${walks ? 'walking' : 'left'}-tab-${Math.round(heap.minutes)}.heapsnapshot`
    if (snapshots !== undefined) writeFileSync(join(snapshots, name), snapshot)
  }

  private async snapshot(): Promise<string> {
    const chunks: string[] = []
    const onChunk = ({ chunk }: { chunk: string }) => void chunks.push(chunk)
    this.cdp.on('HeapProfiler.addHeapSnapshotChunk', onChunk)
    await this.cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    this.cdp.off('HeapProfiler.addHeapSnapshotChunk', onChunk)
    return chunks.join('')
  }

  private isOnAll(): boolean {
    return new URL(this.page.url()).pathname === '/'
  }

  private openMinutes(): number {
    return (performance.now() - this.openedMs) / 60_000
  }

  private complain(fault: string): void {
    if (this.told.faults.length < 20) this.told.faults.push(fault.split('\n', 1)[0] ?? fault)
  }
}

const FIRST_SLOT = /slot\/0\b/u
const ALL_PROCESSES = /^All processes$/u
/** Said by the browser itself when the hub is away, which it is at times, or has begun another life, which knows no session of the one before. */
export const LOST_CONNECTION = /WebSocket connection to|net::ERR_|status of 400 .*\/socket\.io\/.*&sid=/u
