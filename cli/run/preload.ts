/**
 * Loaded before a program that `tidemark run` starts: gives it an agent, unless it brings its own. Says nothing, never throws
 * into the program, and does not keep it alive.
 */
import { isMainThread } from 'node:worker_threads'
import { tidemark } from '@tidemark/agent'
import { currentAgent } from '../../agent/current'

/** A program that embeds the agent has started it by then. */
const OWN_WITHIN_MS = 500
/** What only starts the program is not it. */
const STARTERS = /[/\\](?:npm|npx|yarn|pnpm|corepack)(?:-cli)?(?:\.c?js)?$/u
/** The first process of a run has the agent; what it starts itself inherits the environment, and is another program. */
const HAS_AGENT = 'TIDEMARK_RUN_HAS_AGENT'

function isWanted(): boolean {
  return isMainThread && process.env[HAS_AGENT] === undefined && !STARTERS.test(process.argv[1] ?? '')
}

if (isWanted()) {
  process.env[HAS_AGENT] = String(process.pid)
  setTimeout(() => {
    if (currentAgent() === null) tidemark()
  }, OWN_WITHIN_MS).unref()
}
