/** TLS by certificate files. HTTP/2, and whatever else there is to negotiate, is a proxy's. */
import { readFileSync, statSync } from 'node:fs'
import type { Server } from 'node:https'
import { createSecureContext } from 'node:tls'

export interface TlsFiles {
  /** PEM: the certificate, and those of its issuers after it. */
  certFile: string
  /** PEM, without a passphrase. */
  keyFile: string
}

export interface TlsMaterial {
  cert: Buffer
  key: Buffer
}

export type TlsRead = { ok: true; value: TlsMaterial } | { ok: false; message: string }

/** `names`: how a fault calls the two files. */
export function readTls({ certFile, keyFile }: TlsFiles, names = { cert: 'the certificate', key: 'the key' }): TlsRead {
  const read: Partial<TlsMaterial> = {}
  for (const [part, file, name] of [
    ['cert', certFile, names.cert],
    ['key', keyFile, names.key],
  ] as const) {
    try {
      read[part] = readFileSync(file)
      // One by one, so that the fault names the right file.
      createSecureContext({ [part]: read[part] })
    } catch (error) {
      return { ok: false, message: `${name} ${file} cannot be used: ${reasonOf(error)}; a file in PEM form would do.` }
    }
  }
  const material = read as TlsMaterial
  try {
    createSecureContext(material)
  } catch {
    return { ok: false, message: `${names.key} ${keyFile} is not the key of ${names.cert} ${certFile}; give the pair.` }
  }
  return { ok: true, value: material }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : (error.message.split('\n', 1)[0] ?? '')
}

export interface RenewalOptions {
  files: TlsFiles
  everyMs: number
  onNote: (message: string) => void
  onTrouble: (message: string, cause: unknown) => void
}

/** A certificate that was renewed on disk is taken without a restart; connections that are open keep the one before. */
export function takeRenewals(server: Server, { files, everyMs, onNote, onTrouble }: RenewalOptions): () => void {
  let seen = stampOf(files)
  const timer = setInterval(() => {
    const now = stampOf(files)
    if (now === seen || now === null) return
    // Both files change one after the other: what does not fit yet is looked at again.
    const read = readTls(files)
    if (!read.ok) return onTrouble('a renewed certificate was not taken', new Error(read.message))
    server.setSecureContext(read.value)
    seen = now
    onNote('the renewed certificate is in use')
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function stampOf({ certFile, keyFile }: TlsFiles): string | null {
  try {
    return [certFile, keyFile].map((file) => `${statSync(file).mtimeMs} ${statSync(file).size}`).join(' ')
  } catch {
    return null
  }
}
