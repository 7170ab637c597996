/** The lines of a text file, and what is said where one of them is wrong. */
import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

/** What is wrong with a file, and where; `line` 0 is the file as a whole. */
export class FileFault extends Error {
  constructor(file: string, line: number, what: string) {
    super(line > 0 ? `${file}, line ${line}: ${what}` : `${file}: ${what}`)
  }
}

const CHUNK_BYTES = 1 << 18

/** Without their ends. @throws FileFault where it cannot be read. */
export function* linesOf(file: string, onRead?: (bytes: number) => void): Generator<string> {
  const handle = openFile(file)
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES)
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for (;;) {
      const got = readChunk(file, handle, buffer)
      if (got === 0) break
      onRead?.(got)
      const lines = (rest + decoder.write(buffer.subarray(0, got))).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } finally {
    closeSync(handle)
  }
}

/** A folder opens like a file, and cannot be read; nor can a disk that fails. */
function readChunk(file: string, handle: number, buffer: Buffer): number {
  try {
    return readSync(handle, buffer, 0, CHUNK_BYTES, null)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new FileFault(file, 0, code === 'EISDIR' ? 'it is a folder.' : `it cannot be read (${code}).`)
  }
}

/** @throws FileFault */
export function openFile(file: string): number {
  try {
    return openSync(file, 'r')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new FileFault(file, 0, code === 'ENOENT' ? 'there is no such file.' : `it cannot be opened (${code}).`)
  }
}
