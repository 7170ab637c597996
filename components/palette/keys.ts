/** Every key of the dashboard, told once: the sheet of keys reads it, and a test holds the docs to it. */

export interface KeyHelp {
  /** Each a key, or keys that are pressed together. */
  keys: readonly string[]
  does: string
}

export interface KeyGroup {
  where: string
  keys: readonly KeyHelp[]
}

export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    where: 'On every page',
    keys: [
      {
        keys: ['Ctrl K'],
        does: 'goes to a process, a series, an alert or a page, or does something: type a part of its name',
      },
      { keys: ['?'], does: 'shows this sheet' },
      { keys: ['/'], does: 'goes to the search field of the page' },
      { keys: ['Tab', 'Enter', 'Escape'], does: 'go on, press, and close what is open' },
    ],
  },
  {
    where: 'On a chart',
    keys: [
      { keys: ['←', '→'], does: 'point at a time, on all charts at once' },
      { keys: ['Page Up', 'Page Down', 'Home', 'End'], does: 'point further away' },
      { keys: ['Shift ←', 'Shift →'], does: 'select a stretch, which Enter shows' },
      { keys: ['T'], does: 'shows the numbers as a table' },
      { keys: ['M'], does: 'goes to the marks; there arrow keys go from one to the next, and Enter says what it is' },
      { keys: ['N'], does: 'adds a note at the time that is pointed at' },
    ],
  },
  {
    where: 'On the flame graph',
    keys: [
      { keys: ['↑', '↓', '←', '→'], does: 'go to the caller, the widest called, the neighbours' },
      { keys: ['Enter', 'Escape'], does: 'zoom in and out' },
    ],
  },
]
