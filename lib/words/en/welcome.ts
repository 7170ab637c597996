import { area } from '../language'

export const welcome = {
  noProcessReportsYet: 'No process reports yet',
  installTidemarkAgentIn:
    'Install <0>@tidemark/agent</0> in a Node program and add these four lines. This page notices by itself when the first one connects.',
  fourLinesToEmbed: 'Four lines to embed the agent',
  waitingForTheFirst: '<0/>Waiting for the first agent at {address}',
  onlyLookingNpmRun: 'Only looking? <0>npm run demo</0> starts a small fleet of real programs, some of which leak.',
} as const

export const t = area('welcome', welcome)
