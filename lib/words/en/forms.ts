import { area } from '../language'

export const forms = {
  keepIt: 'Keep it',
  required: '(required)',
  cancel: 'Cancel',
  aNameIsNeeded: 'A name is needed, so that others know whom to ask.',
  yourName: 'Your name',
  thisBrowserRemembersIt: 'This browser remembers it.',
} as const

export const t = area('forms', forms)
