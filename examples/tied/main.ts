/**
 * `node --require tied.cjs program`: a program that knows nothing of it ends (as by SIGTERM) when the parent that gave it a
 * channel is gone. So the demo's hub does not outlive the demo.
 */
import process from 'node:process'
import { endWithParent } from '../wire/parent'

endWithParent(() => process.kill(process.pid, 'SIGTERM'))
