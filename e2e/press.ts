/** What flows do, they do by keyboard: what is meant can be come to by Tab, shows that it has the focus, and answers to its keys. */
import { expect, type Locator } from '@playwright/test'

/** Radio buttons are one stop of the Tab key, and arrows go from one to the next. */
const MOST_RADIOS = 12

export async function press(target: Locator): Promise<void> {
  const type = await reach(target)
  if (type === 'radio') return chooseRadio(target)
  const { keyboard } = target.page()
  await keyboard.press(type === 'checkbox' ? 'Space' : 'Enter')
}

/** Types into a field, in the place of what stands there. */
export async function type(target: Locator, text: string): Promise<void> {
  await reach(target)
  const { keyboard } = target.page()
  await keyboard.press('ControlOrMeta+A')
  await (text === '' ? keyboard.press('Delete') : keyboard.type(text))
}

/** Goes through the options of a list, from its first, to the one that is called so. */
export async function choose(target: Locator, option: string): Promise<void> {
  await reach(target)
  const { keyboard } = target.page()
  const at = await target.evaluate(
    (list: HTMLSelectElement, wanted) => [...list.options].findIndex(({ label }) => label === wanted),
    option,
  )
  expect(at, `there is an option ${option}`).toBeGreaterThanOrEqual(0)
  await keyboard.press('Home')
  for (let n = 0; n < at; n++) await keyboard.press('ArrowDown')
  await expect(target.locator('option:checked')).toHaveText(option)
}

/** What scrolls is a stop, too, and may lie between. */
const MOST_STEPS = 4
/** Of what is one stop with arrows between its parts: the marks of a chart. */
const MOST_OF_A_ROW = 60

/** By Tab from the stop beside it: that the browser itself stops there is what makes it reachable. Answers its type. */
export async function reach(target: Locator): Promise<string> {
  await expect(target).toBeVisible()
  await expect(target).toBeEnabled()
  const { type, key, isRoving } = await target.evaluate(focusBeside)
  for (let step = 0; step < MOST_STEPS; step++) {
    if (key !== null) await target.page().keyboard.press(key)
    if (type === 'radio' || isRoving || (await isFocused(target))) break
  }
  const steps = isRoving ? MOST_OF_A_ROW : 0
  for (let step = 0; step < steps && !(await isFocused(target)); step++) await target.page().keyboard.press('ArrowLeft')
  if (type !== 'radio') await expect(target).toBeFocused()
  return type
}

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

async function chooseRadio(target: Locator): Promise<void> {
  for (let n = 0; n < MOST_RADIOS && !(await target.isChecked()); n++) await target.page().keyboard.press('ArrowDown')
  await expect(target).toBeChecked()
}

/** Runs in the page: gives the focus to the stop before `element`, or after it where it is the first; a dialog keeps it inside. */
function focusBeside(element: Element): { type: string; key: 'Tab' | 'Shift+Tab' | null; isRoving: boolean } {
  const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])'
  const within = element.closest('dialog') ?? document
  const stops = [...within.querySelectorAll<HTMLInputElement>(STOPS)].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }),
  )
  const type = element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase()
  const isRoving = element instanceof HTMLElement && element.tabIndex < 0
  const stop = isRoving ? element.closest('ul')?.querySelector('[tabindex="0"]') : element
  // All radio buttons of one name are one stop.
  const isSame = (one: HTMLInputElement) =>
    one === stop || (type === 'radio' && one.type === 'radio' && one.name === (element as HTMLInputElement).name)
  const before = stops[stops.findIndex(isSame) - 1]
  const after = stops[stops.findLastIndex(isSame) + 1]
  ;(before ?? after ?? stops[0])?.focus()
  return { type, key: before ? 'Tab' : after ? 'Shift+Tab' : null, isRoving }
}
