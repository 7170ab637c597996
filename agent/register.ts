/**
 * `node --import @tidemark/agent/register app.js`, or `--require`: the agent in a program that has no line of it. The rest of the package
 * is loaded beside this file rather than into it, so that the program, should it embed the agent after all, meets the same one.
 */
import { isMainThread } from 'node:worker_threads'
import type * as adapters from './adapters/index'
import type * as inside from './adapters/workers/inside'
import type * as agent from './index'
import type * as mainThread from './register/main-thread'

// By `require`, for the program must not run before the servers that it starts can be found; and in a worker thread only what is small.
if (isMainThread) {
  const { tidemark } = require('./index.cjs') as typeof agent
  const { watch } = require('./adapters.cjs') as typeof adapters
  const { registerMainThread } = require('./main-thread.cjs') as typeof mainThread
  registerMainThread({ tidemark, watch })
} else {
  const { answerForThisThread } = require('./inside.cjs') as typeof inside
  answerForThisThread()
}
