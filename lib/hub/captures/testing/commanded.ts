/** A real hub with one target that does what a test says on a command: a plain socket.io client. */
import { helloOf, TestAgent } from '../../testing/test-agent'
import { startTestHub, type TestHub } from '../../testing/test-hub'
import type { Capture } from '../../../protocol/captures'
import type { CommandName } from '../../../protocol/vocabulary'

export interface Command {
  id: string
  name: CommandName
  args: { capture?: string; token?: string; cancel?: boolean }
}

export class Commanded {
  hub: TestHub
  target: TestAgent
  /** Of the process. */
  id = ''
  onCommand: (command: Command) => Promise<object> | object = () => ({ ok: true })

  private constructor(hub: TestHub) {
    this.hub = hub
    this.target = new TestAgent(hub.address)
  }

  static async start(): Promise<Commanded> {
    const made = new Commanded(await startTestHub())
    await made.greet()
    return made
  }

  /** After its connection ended. */
  async connect(): Promise<void> {
    this.target = new TestAgent(this.hub.address)
    await this.greet()
  }

  private async greet(): Promise<void> {
    this.target.socket.on('command', (command: Command, ack: (answer: object) => void) => {
      // An upload that the end of a test cuts off is nobody's fault.
      Promise.resolve(this.onCommand(command)).then(ack, () => undefined)
    })
    const hello = { ...helloOf(), commands: ['gc', 'entities', 'heap-profile', 'heap-snapshot'] }
    const ack = await this.target.hello(hello as never)
    this.id = ack.ok ? ack.process : ''
  }

  async send(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
    const response = await fetch(`${this.hub.address}/api/v1${path}`, {
      method,
      headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never }
  }

  command(name: string, args: object = {}): Promise<{ status: number; body: never }> {
    return this.send('POST', `/processes/${this.id}/commands`, { name, args, by: 'Ada' })
  }

  upload({ capture, token }: Command['args'], body: Buffer | ReadableStream, headers: object = {}): Promise<Response> {
    return fetch(`${this.hub.address}/api/v1/captures/${capture}/content`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip', connection: 'close', ...headers },
      body,
      duplex: 'half',
    } as RequestInit)
  }

  async captureOf(capture: string): Promise<Capture> {
    return (await this.send('GET', `/captures/${capture}`)).body
  }

  async end(): Promise<void> {
    this.target.close()
    await this.hub.end()
  }
}
