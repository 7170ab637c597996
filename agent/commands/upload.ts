/** Brings what was captured to the hub: a PUT of its own, compressed on the way, never more of it in memory than is under way. */
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { isRecord, show } from '../../lib/protocol/checks'
import type { CaptureTarget } from '../../lib/protocol/commands'
import { builtin } from '../builtin'
import { reasonOf } from '../warnings'
import type { CommandArgs } from './desk'
import { CommandError } from './command-error'

export interface Patience {
  /** Nothing moves for so long: it is given up. */
  idleMs: number
  /** The whole of it. */
  totalMs: number
  /** Before it is tried a second time. */
  betweenMs: number
}

export const PATIENCE: Patience = { idleMs: 60_000, totalMs: 900_000, betweenMs: 1_000 }

export interface Upload {
  /** The hub, with its path where it has one. */
  hubUrl: string
  target: CaptureTarget
  contentType: string
  /** The content, from its beginning. Called when the hub is reached; `null` where it was given out before, and cannot be again. */
  open: () => Readable | null
  signal: AbortSignal
  patience: Patience
}

/** Ids of the hub's own making; anything else would reach another address. */
const CAPTURE_ID = /^[A-Za-z0-9_-]{1,100}$/u
const TOKEN = /^[\x21-\x7E]{1,400}$/u
const ANSWER_CHARS = 2_000

/** Where to send it, as the hub said it. */
export function captureTarget({ capture, token }: CommandArgs): CaptureTarget {
  if (typeof capture !== 'string' || !CAPTURE_ID.test(capture))
    throw new CommandError('bad_command', `args.capture must be the id of a capture; ${show(capture)} came.`)
  // Never the value itself: it is a secret.
  if (typeof token !== 'string' || !TOKEN.test(token))
    throw new CommandError('bad_command', `args.token must be the token of the upload; a ${typeof token} came.`)
  return { capture, token }
}

type Outcome =
  | { kind: 'taken' }
  /** The hub said no. */
  | { kind: 'refused'; why: string }
  /** Nobody answered: it may be tried again. */
  | { kind: 'unanswered'; why: string }

/** Resolves when the hub has it whole. A hub that did not answer is asked once more, where the content can be had again. */
export async function upload(task: Upload): Promise<void> {
  const first = await attempt(task)
  if (first.kind === 'taken') return
  let why = first.why
  if (first.kind === 'unanswered') {
    await wait(task.patience.betweenMs, task.signal)
    const second = await attempt(task)
    if (second.kind === 'taken') return
    // A token is good for one upload: where the first one had begun, the hub tells of it no more.
    if (second.kind === 'unanswered') why = second.why
  }
  throw new CommandError('upload_failed', `what was captured could not be sent: ${why}`)
}

async function attempt(task: Upload): Promise<Outcome> {
  if (task.signal.aborted) throw cancelled()
  const { hubUrl, target, contentType } = task
  const url = new URL(`${hubUrl.replace(/^ws/u, 'http')}/api/v1/captures/${target.capture}/content`)
  const isSecure = url.protocol === 'https:'
  const request = (isSecure ? httpsRequest : httpRequest)(url, {
    method: 'PUT',
    // A connection of its own, which no pool of the host holds.
    agent: false,
    headers: {
      authorization: `Bearer ${target.token}`,
      'content-type': contentType,
      'content-encoding': 'gzip',
      connection: 'close',
    },
  })
  const timer = setTimeout(
    () => request.destroy(new Error(`it took longer than ${task.patience.totalMs / 1_000} s`)),
    task.patience.totalMs,
  ).unref()
  const abort = (): void => void request.destroy(cancelled())
  task.signal.addEventListener('abort', abort)
  try {
    return await outcomeOf(request, isSecure, task)
  } catch (thrown) {
    if (thrown instanceof CommandError) throw thrown
    return { kind: 'unanswered', why: reasonOf(thrown) }
  } finally {
    clearTimeout(timer)
    task.signal.removeEventListener('abort', abort)
    request.destroy()
  }
}

function outcomeOf(request: ClientRequest, isSecure: boolean, { open, patience }: Upload): Promise<Outcome> {
  let source: Readable | null = null
  let isAnswered = false
  const outcome = new Promise<Outcome>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      isAnswered = true
      answerOf(response).then(resolve, reject)
    })
    request.setTimeout(patience.idleMs, () =>
      request.destroy(new Error(`nothing moved for ${patience.idleMs / 1_000} s`)),
    )
    request.once('socket', (socket) => {
      // The host may end while this is under way.
      socket.unref()
      whenConnected(socket, isSecure, () => {
        source = open()
        if (source === null) {
          resolve({ kind: 'refused', why: 'the connection was cut on the way, and it cannot be had a second time.' })
          return
        }
        // First, so that it is told rather than what it does to the request.
        source.once('error', reject)
        pipeline(source, builtin('node:zlib').createGzip({ level: 3 }), request, (error) => {
          // A hub that answers before it has read all wants no more: then its answer counts.
          if (error && !isAnswered) reject(error)
        })
      })
    })
  })
  return outcome.finally(() => source?.destroy())
}

function whenConnected(socket: Socket, isSecure: boolean, act: () => void): void {
  if (isSecure) socket.once('secureConnect', act)
  else if (socket.connecting) socket.once('connect', act)
  else act()
}

async function answerOf(response: IncomingMessage): Promise<Outcome> {
  let text = ''
  response.setEncoding('utf8')
  for await (const chunk of response) if (text.length < ANSWER_CHARS) text += String(chunk)
  const status = response.statusCode ?? 0
  if (status >= 200 && status < 300) return { kind: 'taken' }
  return { kind: 'refused', why: `the hub answered ${status}${messageOf(text)}` }
}

function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    const error = isRecord(body) ? body['error'] : undefined
    if (isRecord(error) && typeof error['message'] === 'string') return `: ${error['message']}`
  } catch {
    // A proxy's page, which tells a person nothing here: the status says what there is to say.
  }
  return '.'
}

export function cancelled(): CommandError {
  return new CommandError('cancelled', 'it was cancelled.')
}

/** Does not hold the host. Throws where it is cancelled. */
export function wait(forMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled())
      return
    }
    const abort = (): void => {
      clearTimeout(timer)
      reject(cancelled())
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, forMs).unref()
    signal.addEventListener('abort', abort, { once: true })
  })
}
