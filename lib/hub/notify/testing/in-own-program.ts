/** Tries a channel in a program of its own that trusts one more certificate. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { AlertMessage, Channel } from '../../../protocol/alerts'
import type { SendOutcome } from '../sender'

export interface OwnProgram {
  send(channel: Channel, message: AlertMessage): Promise<SendOutcome>
  stop(): Promise<void>
}

export async function buildOwnProgram(trusted: string): Promise<OwnProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-send-'))
  const program = join(folder, 'send-once.cjs')
  const certificate = join(folder, 'trusted.pem')
  await writeFile(certificate, trusted)
  await build({
    entryPoints: [fileURLToPath(new URL('./send-once.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  })
  return {
    send: (channel, message) => run(program, certificate, JSON.stringify({ channel, message })),
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}

function run(program: string, certificate: string, input: string): Promise<SendOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve(JSON.parse(said) as SendOutcome)
      else reject(new Error(`the program ended with ${code}: ${said}`))
    })
    child.stdin.end(input)
  })
}
