/** The files of captures: one each, under a name of its own, whole or not there at all. */
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A target that sends nothing for so long is gone, or stuck. */
const IDLE_MS = 120_000
/** A disk, a user's part of it, or a file may be as large as it gets. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const PART = '.part'
const WHOLE = '.gz'

/** More than a capture may have, or than is left of the disk. */
export class NoRoom extends Error {}

export class CaptureFiles {
  readonly #folder: string

  /** `folder`: absolute, of captures alone. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Removes what was half written when the hub ended; answers the ids of those that are whole, with their bytes. */
  async open(): Promise<Map<string, number>> {
    await mkdir(this.#folder, { recursive: true })
    const whole = new Map<string, number>()
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      if (name.endsWith(WHOLE)) whole.set(name.slice(0, -WHOLE.length), (await stat(path)).size)
      else if (name.endsWith(PART)) await rm(path, { force: true })
    }
    return whole
  }

  path(id: string): string {
    return join(this.#folder, `${id}${WHOLE}`)
  }

  /** Writes what comes as it comes; what ends early, is too much or finds no room is removed, and told by the error. */
  async receive(id: string, body: Readable, maxBytes: number): Promise<number> {
    const part = join(this.#folder, `${id}${PART}`)
    let bytes = 0
    const idle = setTimeout(() => body.destroy(new Error('nothing came for too long')), IDLE_MS)
    async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        idle.refresh()
        bytes += chunk.length
        if (bytes > maxBytes)
          throw new NoRoom(`it has more than the ${Math.round(maxBytes / 1_048_576)} MiB that there is room for`)
        yield chunk
      }
    }
    try {
      await pipeline(body, counted, createWriteStream(part, { flags: 'wx', flush: true }))
      await rename(part, this.path(id))
      return bytes
    } catch (error) {
      await rm(part, { force: true })
      if (error instanceof Error && 'code' in error && FULL.has(String(error.code)))
        throw new NoRoom('the disk of the hub is full', { cause: error })
      throw error
    } finally {
      clearTimeout(idle)
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true })
  }

  /** Of the disk. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder)
    return bavail * bsize
  }
}
