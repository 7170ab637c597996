/** What the system says when a connection fails, in words. */
import { SendFault } from '../sender'

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection in the middle',
  EPIPE: 'closed the connection in the middle',
  ETIMEDOUT: 'did not answer',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
  ENOTFOUND: 'is a name that nobody knows',
  EAI_AGAIN: 'could not be looked up just now',
  HPE_HEADER_OVERFLOW: 'answered with more headers than are read',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody trusted signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nobody trusted signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that nobody trusted signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
}

/** `where`: host and port, without what else an address may hold. None of these is permanent: servers and names come back. */
export function connectFault(error: unknown, where: string): SendFault {
  if (error instanceof SendFault) return error
  // Several addresses were tried: the first fault stands for all.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  if (first instanceof SendFault) return first
  const code = codeOf(first)
  const words = SENTENCES[code] ?? (code.startsWith('HPE_') ? 'answered something that is no HTTP' : null)
  return new SendFault(
    `${where} ${words ?? `failed: ${first instanceof Error ? first.message : String(first)}`}`,
    false,
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
