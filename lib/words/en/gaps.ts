import { area } from '../language'

export const gaps = {
  gapFrom: 'Gap from {fromMs}: {reason}',
  gapRestart: 'restarted',
  gapReasonRestart: 'No samples for {span}: the process was restarted.',
  gapStoodStill: 'stood still',
  gapReasonStoodStill: 'The process took no samples for {span}: it was blocked, paused, or without a processor.',
  gapCapture: 'captured',
  gapReasonCapture: 'The process stood still for {span}, for {what}.',
  gapClock: 'clock moved',
  gapReasonClock: 'Its clock was put forward, by up to {span}; no sample is missing.',
  gapHubAway: 'hub away',
  gapReasonHubAway: 'The hub was away: {samples} of {span} were more than the agent keeps for it.',
  gapLost: 'lost',
  gapReasonLost:
    '{samples} of {span} were taken and never reached the hub: the way to it was cut for longer than the agent keeps them, or the disk refused them.',
  gapUnread: 'not read',
  gapReasonUnread: 'History could not be read here; it is asked again.',
  gapUnknown: 'no samples',
  gapReasonUnknown: 'No samples for {span}; why is not known.',
  gapOpenHubAway: 'The hub is away since {sinceMs}; what the process sends meanwhile is drawn when it is back.',
  gapOpenCapture: 'The process stands still since {sinceMs}, while it is captured.',
  gapGone: 'gone',
  gapOpenGone: 'The process is gone: its last sample is of {sinceMs}.',
  gapHeld: 'held back',
  gapOpenHeld: 'The hub is short of memory: live values of after {sinceMs} are held back, and come when it has room.',
  gapSilent: 'silent',
  gapOpenSilent: 'The process has sent nothing since {sinceMs}.',
} as const

export const t = area('gaps', gaps)
