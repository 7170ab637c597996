/**
 * Passwords as they are kept: scrypt of node:crypto (OpenSSL), which runs on a thread and takes 16 MiB and some tenths of a
 * second a try. N, r and p are those of OWASP's Password Storage Cheat Sheet; they stand beside each hash, in the PHC string
 * format, so that they can be raised.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

interface Cost {
  ln: number
  r: number
  p: number
}

const COST: Cost = { ln: 14, r: 8, p: 5 }
const HASH_BYTES = 32
const SALT_BYTES = 16
/** One at a time, so that a storm of log-ins takes 16 MiB and no more; what waits beyond this is sent away. */
const MAY_WAIT = 30

export class TooManyWait extends Error {}

export class Passwords {
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  #nobodys: Promise<string> | null = null

  /** `$scrypt$ln=14,r=8,p=5$SALT$HASH`. @throws TooManyWait */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES)
    const hash = await this.#inTurn(() => derive(password, salt, COST))
    return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${text(salt)}$${text(hash)}`
  }

  /** Takes as long where `kept` is `null`, there is no such user: how long it took tells nobody which names there are. @throws TooManyWait */
  async isRight(password: string, kept: string | null): Promise<boolean> {
    const parts = parse(kept ?? (await (this.#nobodys ??= this.hash(randomBytes(SALT_BYTES).toString('hex')))))
    if (parts === null) return false
    const hash = await this.#inTurn(() => derive(password, parts.salt, parts.cost))
    return timingSafeEqual(hash, parts.hash) && kept !== null
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAY_WAIT) throw new TooManyWait('too many log-ins wait; try again in some seconds.')
    this.#waiting++
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      HASH_BYTES,
      { N, r, p, maxmem: 256 * (N + p) * r + 4_096 },
      (error, hash) => (error ? reject(error) : resolve(hash)),
    )
  })
}

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/u

function parse(kept: string): { cost: Cost; salt: Buffer; hash: Buffer } | null {
  const [, ln, r, p, salt = '', hash = ''] = FORM.exec(kept) ?? []
  if (hash === '') return null
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function text(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/u, '')
}
