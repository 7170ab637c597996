/** The real Alertmanager, as Debian packages it, on a free port with a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const NAMES = ['prometheus-alertmanager', 'alertmanager']

export interface AlertmanagerAlert {
  labels: Record<string, string>
  annotations: Record<string, string>
  startsAt: string
  endsAt: string
  generatorURL: string
  status: { state: string }
}

export interface RunningAlertmanager {
  url: string
  port: number
  /** What fires there now, as its own interface says. */
  alerts(): Promise<AlertmanagerAlert[]>
  stop(): Promise<void>
}

/** It tells each notice of `gateway` at once to `webhookUrl`, as it would tell a person. `port`: to start it again in its place. */
export async function startAlertmanager(webhookUrl: string, port = 0): Promise<RunningAlertmanager> {
  const program = programPath()
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-alertmanager-'))
  const config = join(folder, 'alertmanager.yml')
  await writeFile(
    config,
    JSON.stringify({
      route: { receiver: 'hook', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
      receivers: [{ name: 'hook', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
    }),
  )
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const listensOn = await listening(child)
  const url = `http://127.0.0.1:${listensOn}`
  return {
    url,
    port: listensOn,
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as AlertmanagerAlert[],
    stop: async () => {
      await ended(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function programPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path))
  if (found) return found
  throw new Error(
    'These tests need the real Alertmanager: install Debian\'s package "prometheus-alertmanager", or put "alertmanager" on the PATH.',
  )
}

/** The port, which it says in its log once it serves. */
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000)
      const found = /msg="Listening on" address=127\.0\.0\.1:(\d+)/u.exec(log)
      if (found) resolve(Number(found[1]))
    })
    child.once('exit', (code) => reject(new Error(`Alertmanager ended with ${code}: ${log}`)))
    child.once('error', reject)
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    if (!child.kill('SIGTERM')) resolve()
  })
}
