/** The Content-Security-Policy of each page: its own scripts, known by their hashes, and nothing from elsewhere. */
import { createHash } from 'node:crypto'

/** For what is no page: whatever a browser is brought to make of it, nothing in it runs and nothing frames it. */
export const NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** For a script, which is told so in case that it runs as a thread of its own: it loads scripts of ours, and speaks with nobody but the page. */
export const SCRIPT_POLICY = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"

/** A script with a `src` comes from a file of ours, which `'self'` covers. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc\s*=)[^>]*>(?<code>[\s\S]*?)<\/script>/giu

/**
 * The policy of a page with this text. Scripts within it run by the hash of what they say: a script that an agent or a
 * person smuggled into the page would have another one. Styles within it are allowed, because charts place what they draw
 * by style attributes; they run nothing.
 */
export function policyOfPage(html: string): string {
  const hashes = new Set<string>()
  for (const { groups } of html.matchAll(INLINE_SCRIPT)) hashes.add(hashOf(groups?.['code'] ?? ''))
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** CSP's own form of a SHA-256. */
function hashOf(code: string): string {
  // A browser's parser makes every line end a line feed before it looks.
  const seen = code.replaceAll(/\r\n?/gu, '\n')
  return `'sha256-${createHash('sha256').update(seen, 'utf8').digest('base64')}'`
}
