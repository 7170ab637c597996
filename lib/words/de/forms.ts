import type { forms as english } from '../en/forms'
import type { Translated } from '../language'

export const forms: Translated<typeof english> = {
  keepIt: 'Behalten',
  required: '(erforderlich)',
  cancel: 'Abbrechen',
  aNameIsNeeded: 'Ein Name wird gebraucht, damit andere wissen, wen sie fragen können.',
  yourName: 'Ihr Name',
  thisBrowserRemembersIt: 'Dieser Browser merkt ihn sich.',
}
