/** Where an export goes: stdout, or a file that has its name only once it is whole. */
import { once } from 'node:events'
import { createWriteStream, openSync, renameSync, rmSync } from 'node:fs'
import { BadFlag } from '../bad-flag'

export interface Output {
  /** Resolves when more may come. */
  write(text: string): Promise<void>
  end(): Promise<void>
  /** After a fault: leaves no half of a file. */
  discard(): Promise<void>
}

export function openOutput(file: string | undefined): Output {
  return file === undefined ? toStdout() : toFile(file)
}

function toStdout(): Output {
  // Whoever reads may have had enough (`head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    },
    end: async () => undefined,
    discard: async () => undefined,
  }
}

function toFile(file: string): Output {
  const partial = `${file}.partial`
  const stream = createWriteStream(partial, { fd: openFor(file, partial) })
  let fault: Error | null = null
  stream.on('error', (error) => {
    fault = unwritable(file, error)
  })
  /** When it goes on, or has ended in a fault. */
  async function settled(event: 'drain' | 'close'): Promise<void> {
    if (!stream.closed)
      await new Promise<void>((resolve) => {
        function done(): void {
          stream.off(event, done).off('close', done)
          resolve()
        }
        stream.on(event, done).on('close', done)
      })
    if (fault !== null) throw fault
  }
  return {
    async write(text) {
      if (!stream.write(text)) await settled('drain')
    },
    async end() {
      stream.end()
      await settled('close')
      renameSync(partial, file)
    },
    async discard() {
      stream.destroy()
      await settled('close').catch(() => undefined)
      rmSync(partial, { force: true })
    },
  }
}

function openFor(file: string, partial: string): number {
  try {
    return openSync(partial, 'w')
  } catch (error) {
    throw unwritable(file, error)
  }
}

function unwritable(file: string, error: unknown): BadFlag {
  return new BadFlag(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`)
}
