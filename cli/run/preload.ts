/**
 * Loaded before a program that `tidemark run` starts: gives it an agent as `@tidemark/agent/register` does, with what Node tells of by
 * itself: servers, requests, workers. A program that embeds the agent takes over from it. Says nothing, never throws into the program,
 * and does not keep it alive.
 */
import { isMainThread } from 'node:worker_threads'
import { tidemark } from '@tidemark/agent'
import { watch } from '@tidemark/agent/adapters'
import { answerForThisThread } from '../../agent/adapters/workers/inside'
import { registerMainThread } from '../../agent/register/main-thread'

/** What only starts the program is not it. */
const STARTERS = /[/\\](?:npm|npx|yarn|pnpm|corepack)(?:-cli)?(?:\.c?js)?$/u
/** The first process of a run has the agent; what it starts itself inherits the environment, and is another program. */
const HAS_AGENT = 'TIDEMARK_RUN_HAS_AGENT'

if (!isMainThread) {
  if (process.env[HAS_AGENT] === String(process.pid)) answerForThisThread()
} else if (process.env[HAS_AGENT] === undefined && !STARTERS.test(process.argv[1] ?? '')) {
  process.env[HAS_AGENT] = String(process.pid)
  registerMainThread({ tidemark, watch })
}
