/** The flows of the browser tests are gone through by keyboard alone (e2e/press.ts): what uses a mouse, or does what no key does, stands here with its reason. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../e2e/', import.meta.url)

/** A press, a choice, a value or the focus that come from nowhere: no key of a person did that. */
const NOT_BY_KEYS =
  /\.(?:click|dblclick|hover|tap|dragTo|check|uncheck|setChecked|selectOption|fill|clear|selectText|dispatchEvent)\(|\.focus\(|\.(?:mouse|touchscreen)\./u

interface Exception {
  file: string
  /** A part of each line that may. */
  text: string
  why: string
}

const EXCEPTIONS: readonly Exception[] = [
  { file: 'one-process.spec.ts', text: 'page.mouse.', why: 'a drag over a chart is what is tried; its keys follow it' },
  { file: 'press.ts', text: '?.focus()', why: 'to the stop beside, from which the Tab key goes on to what is meant' },
  { file: 'policy.spec.ts', text: "('#link')?.click()", why: 'an intruder’s script presses, and no person' },
  {
    file: 'pictures/states.ts',
    text: '.click()',
    why: 'a picture shows a screen as it is read: after a key it would show the ring of the focus, too',
  },
  { file: 'pictures.spec.ts', text: 'localStorage.clear()', why: 'empties what a browser keeps, and no field' },
  { file: 'german.spec.ts', text: 'localStorage.clear()', why: 'empties what a browser keeps, and no field' },
]

const lines = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    readFileSync(new URL(file, folder), 'utf8')
      .split('\n')
      .map((text, at) => ({ file, text, where: `${file}:${at + 1} ${text.trim()}` })),
  )

const isExcept = (line: { file: string; text: string }) => (one: Exception) =>
  one.file === line.file && line.text.includes(one.text)

describe('a flow of the browser tests', () => {
  it('is gone through by keyboard alone, but for what stands above with its reason', () => {
    const others = lines.filter((line) => NOT_BY_KEYS.test(line.text) && !EXCEPTIONS.some(isExcept(line)))
    expect(others.map(({ where }) => where)).toEqual([])
  })

  it('has no exception that nothing needs any more', () => {
    const needed = (one: Exception) => lines.some((line) => NOT_BY_KEYS.test(line.text) && isExcept(line)(one))
    expect(EXCEPTIONS.filter((one) => !needed(one))).toEqual([])
  })

  it('would be found out by this', () => {
    for (const text of [
      "await page.getByRole('link').click()",
      'await page.mouse.down()',
      "await field.fill('x')",
      'await chart.hover()',
      "await list.selectOption('en')",
      'await button.focus()',
    ])
      expect(NOT_BY_KEYS.test(text), text).toBe(true)
    for (const text of ["await page.keyboard.press('Tab')", 'await press(button)', 'await expect(field).toBeFocused()'])
      expect(NOT_BY_KEYS.test(text), text).toBe(false)
  })
})
