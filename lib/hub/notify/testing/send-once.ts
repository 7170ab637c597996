/**
 * A program that makes one try: standard input holds `{ channel, message }`, and what came back goes to standard output.
 * Which authorities Node trusts can only be said to a program as it starts, so encrypted ways are tried in one of its own.
 */
import type { AlertMessage, Channel } from '../../../protocol/alerts'
import { attempt } from '../attempt'
import { SENDERS } from '../channels/senders'
import { WALL_CLOCK } from '../clock'
import { DEFAULT_NOTIFY_SETTINGS } from '../settings'

async function main(): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk)
  const { channel, message } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    channel: Channel
    message: AlertMessage
  }
  const tried = await attempt(channel, message, new AbortController().signal, {
    settings: DEFAULT_NOTIFY_SETTINGS,
    clock: WALL_CLOCK,
    senders: SENDERS,
    points: async () => null,
    mayReachPrivate: false,
  })
  process.stdout.write(JSON.stringify(tried?.outcome ?? null))
}

void main()
