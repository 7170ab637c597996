/** Every key of the dashboard, told once: the sheet of keys reads it, and a test holds the docs to it. */
import { t } from '../../lib/words/en/palette'

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
    get where() {
      return t('onEveryPage')
    },
    keys: [
      {
        keys: ['Ctrl K'],
        get does() {
          return t('goesToAProcess')
        },
      },
      {
        keys: ['?'],
        get does() {
          return t('showsThisSheet')
        },
      },
      {
        keys: ['/'],
        get does() {
          return t('goesToTheSearch')
        },
      },
      {
        keys: ['Tab', 'Enter', 'Escape'],
        get does() {
          return t('goOnPressAnd')
        },
      },
    ],
  },
  {
    get where() {
      return t('onAChart')
    },
    keys: [
      {
        keys: ['←', '→'],
        get does() {
          return t('pointAtATime')
        },
      },
      {
        keys: ['Page Up', 'Page Down', 'Home', 'End'],
        get does() {
          return t('pointFurtherAway')
        },
      },
      {
        keys: ['Shift ←', 'Shift →'],
        get does() {
          return t('selectAStretchWhich')
        },
      },
      {
        keys: ['T'],
        get does() {
          return t('showsTheNumbersAs')
        },
      },
      {
        keys: ['M'],
        get does() {
          return t('goesToTheMarks')
        },
      },
      {
        keys: ['N'],
        get does() {
          return t('addsANoteAt')
        },
      },
    ],
  },
  {
    get where() {
      return t('onTheFlameGraph')
    },
    keys: [
      {
        keys: ['↑', '↓', '←', '→'],
        get does() {
          return t('goToTheCaller')
        },
      },
      {
        keys: ['Enter', 'Escape'],
        get does() {
          return t('zoomInAndOut')
        },
      },
    ],
  },
]
