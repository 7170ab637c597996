/** Generated messages over real sockets, beneath socket.io: whole ones, halves of them, and bytes that are neither. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { messageOf, textOf } from './messages'
import { Random } from './random'

export interface SocketFuzzOptions {
  url: string
  seed: number
  count: number
  connections: number
  /** Messages by seed and place, in the place of `count` of `seed`. */
  replay?: readonly { seed: number; place: number }[]
}

export interface SocketCounts {
  sent: number
  /** Messages that the hub answered. */
  answered: number
  /** Connections that the hub closed for what came over them. */
  closed: number
  /** Neither answered nor closed in good time: there must be none. */
  silent: number
}

/** So many are sent before an answer to the last of them is waited for; an honest agent's bound on messages is not reached. */
const ROUND = 20
const ANSWER_WITHIN_MS = 20_000

export async function fuzzSockets(options: SocketFuzzOptions): Promise<SocketCounts> {
  const { url, seed, connections, replay } = options
  const count = replay?.length ?? options.count
  const counts: SocketCounts = { sent: 0, answered: 0, closed: 0, silent: 0 }
  let place = 0
  async function runOne(): Promise<void> {
    let socket: FuzzSocket | null = null
    while (place < count) {
      socket ??= await FuzzSocket.open(url, place % 3 === 0 ? '/dashboard' : '/agent', counts)
      // What breaks the stream ends its round: nothing after it would be looked at.
      for (let left = ROUND, isWhole = true; isWhole && left > 0 && place < count && socket.isOpen; left--) {
        const at = replay?.[place] ?? { seed, place }
        isWhole = socket.say(new Random(at.seed, at.place))
        place++
        counts.sent++
      }
      if (!(await socket.isAnswered())) socket = null
    }
    socket?.close()
  }
  await Promise.all(Array.from({ length: connections }, runOne))
  return counts
}

class FuzzSocket {
  private constructor(
    private readonly socket: WebSocket,
    private readonly namespace: string,
    private readonly counts: SocketCounts,
  ) {}

  static async open(url: string, namespace: string, counts: SocketCounts): Promise<FuzzSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const fuzzed = new FuzzSocket(socket, namespace, counts)
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer) => fuzzed.take(data.toString()))
    await once(socket, 'open')
    // What comes before the namespace is there costs the connection, and would be all that is tried.
    const joined = new Promise<void>((resolve) => {
      fuzzed.joined = resolve
      socket.once('close', () => resolve())
    })
    socket.send(`40${namespace},`)
    await joined
    return fuzzed
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  /** One message, in one of the ways in which it can come; `false`: its stream is broken after it. */
  say(random: Random): boolean {
    const message = messageOf(random, Date.now())
    const text = textOf(message)
    const head = `42${this.namespace},${random.next() < 0.5 ? random.below(1_000) : ''}["${message.event}",`
    const way = random.below(200)
    if (way === 0) this.socket.send(random.of(ODD))
    else if (way === 1) this.socket.send(Buffer.from(text), { binary: true })
    else if (way === 2) this.socket.send(`${head}${String(text)}]`.slice(0, 10 + random.below(60)))
    // Bytes that are no UTF-8, in a frame that says that it is text.
    else if (way < 9 && typeof text !== 'string')
      this.socket.send(Buffer.concat([Buffer.from(head), text, Buffer.from(']')]), { binary: false })
    else {
      const isJson = canParse(text)
      this.socket.send(`${head}${isJson || way < 12 ? String(text) : JSON.stringify(String(text))}]`)
      return isJson || way >= 12
    }
    return false
  }

  /** Whether what came before was got over: the hub answers, or closes a connection that is not worth one. */
  async isAnswered(): Promise<boolean> {
    if (!this.isOpen) return this.gone()
    this.socket.send(`42${this.namespace},999999["${this.namespace === '/agent' ? 'nonsense' : 'watch'}",{}]`)
    let closed = () => undefined as void
    const answered = new Promise<boolean>((resolve) => {
      this.answer = resolve
      closed = () => resolve(false)
      this.socket.once('close', closed)
    })
    const timer = setTimeout(() => {
      this.counts.silent++
      this.answer(false)
    }, ANSWER_WITHIN_MS)
    const isThere = await answered
    clearTimeout(timer)
    this.socket.off('close', closed)
    return isThere ? true : this.gone()
  }

  close(): void {
    this.socket.terminate()
  }

  private joined: () => void = () => undefined
  private answer: (isThere: boolean) => void = () => undefined

  private gone(): false {
    this.counts.closed++
    this.socket.terminate()
    return false
  }

  private take(text: string): void {
    if (text === '2') this.socket.send('3')
    if (text.startsWith(`40${this.namespace},`)) this.joined()
    if (!text.startsWith(`43${this.namespace},`)) return
    this.counts.answered++
    if (text.startsWith(`43${this.namespace},999999`)) this.answer(true)
  }
}

function canParse(text: string | Buffer): boolean {
  try {
    JSON.parse(String(text))
    return true
  } catch {
    return false
  }
}

/** What a client of socket.io never sends. */
const ODD = [
  '',
  '4',
  '42',
  '42/agent',
  '42/agent,[]',
  '42/agent,["frames"',
  '42/agent,[1,2,3]',
  '42/agent,["__proto__",{}]',
  '42/agent,["disconnect",{}]',
  '42/nowhere,["frames",{}]',
  '45/agent,999999999-["frames",{"_placeholder":true,"num":0}]',
  '451-/agent,["frames",{"_placeholder":true,"num":7}]',
  '40/agent,{"token":{"__proto__":{"polluted":1}}}',
  '40/constructor,',
  '41/agent,',
  '43/agent,1[]',
  '44/agent,{}',
  '49/agent',
  '0{"sid":"x"}',
  '6',
  'x'.repeat(10_000),
]
