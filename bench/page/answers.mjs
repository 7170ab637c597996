// How long the list of all processes takes to answer: from the press to the frame that shows what was asked for; and which tasks
// of 50 ms and more that took, with what follows an answer.
import { longTasksSince } from './main-thread.mjs'

const QUERY = 'service-7'

/**
 * `{ sort, filter, scroll }`: each `{ answers, longMs }`, the ms of each answer, and of each long task from a press to the next,
 * so that what follows an answer counts as well.
 */
export async function measureAnswers(page, times) {
  await page.evaluate(watchAnswers, LATEST_MS)
  const found = { sort: [], filter: [], scroll: [] }
  const begun = []
  const answer = async (what, act) => {
    begun.push({ what, atMs: await page.evaluate((kind) => globalThis.expectAnswer(kind), what) })
    await act()
    found[what].push(await page.evaluate(() => globalThis.answered))
  }
  for (let n = 0; n < times; n++) {
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.waitForTimeout(400)
    const memory = page.getByRole('columnheader', { name: /^Memory/u }).getByRole('button')
    await answer('sort', () => memory.click())
    await page.waitForTimeout(400)
    const search = page.getByRole('searchbox')
    await search.focus()
    for (const letter of QUERY) await answer('filter', () => page.keyboard.press(letter))
    await search.fill('')
    await page.waitForTimeout(400)
    for (let turn = 0; turn < 4; turn++) {
      await page.mouse.move(700, 500)
      await answer('scroll', () => page.mouse.wheel(0, 1500))
    }
  }
  await page.waitForTimeout(400)
  const long = await longTasksSince(page, begun[0].atMs)
  const isOf = (what) => (task) => begun.findLast(({ atMs }) => atMs <= task.atMs).what === what
  const foundOf = (what) => ({ answers: found[what], longMs: long.filter(isOf(what)).map(({ ms }) => ms) })
  return { sort: foundOf('sort'), filter: foundOf('filter'), scroll: foundOf('scroll') }
}

/** An answer that has not come by then never will. */
const LATEST_MS = 3000

/** Runs in the page. An answer is there when a frame was painted in which the list is what the press asks for. */
function watchAnswers(latestMs) {
  const painted = new MessageChannel()
  let resolve = () => undefined
  let fromMs = null
  painted.port1.addEventListener('message', () => resolve(performance.now() - fromMs))
  painted.port1.start()

  const shownRows = () => [...document.querySelectorAll('[data-process]')].filter((row) => isSeen(row))
  const isSeen = (row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  }
  const orderOf = () =>
    shownRows()
      .map((row) => row.dataset.process)
      .join(' ')
  const direction = () => [...document.querySelectorAll('[aria-sort]')].map((head) => head.ariaSort).join(' ')
  /** Rows fill the window to its foot or to the end of the list. */
  const isFull = () => {
    const rows = shownRows().filter((row) => row.querySelector('th, [role="rowheader"]'))
    const last = rows.at(-1)?.getBoundingClientRect().bottom ?? 0
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 200
    return rows.length === shownRows().length && rows.length > 0 && (last >= innerHeight - 60 || atEnd)
  }

  globalThis.expectAnswer = (kind) => {
    const before = { order: orderOf(), direction: direction(), scrollY }
    const search = document.querySelector('[type="search"]')
    const word = () => search.value.toLowerCase()
    const fits = (row) => row.querySelector('a[aria-label]')?.ariaLabel.includes(word())
    const isThere = {
      sort: () => direction() !== before.direction && orderOf() !== before.order,
      filter: () => word() !== '' && shownRows().every((row) => fits(row)),
      scroll: () => scrollY !== before.scrollY && isFull(),
    }[kind]
    globalThis.answered = new Promise((done) => (resolve = done))
    const type = { sort: 'click', filter: 'keydown', scroll: 'wheel' }[kind]
    addEventListener(type, start, { capture: true, once: true, passive: true })
    return performance.now()
    function start(event) {
      fromMs = event.timeStamp
      requestAnimationFrame(look)
    }
    function look() {
      if (isThere() || performance.now() - fromMs > latestMs) painted.port2.postMessage(null)
      else requestAnimationFrame(look)
    }
  }
}
