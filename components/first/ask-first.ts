/**
 * Runs in the page's head, before anything is drawn: a colour scheme and a density that were chosen here before, and the
 * question to the hub that the page would ask some hundred milliseconds later, once all of its program is there.
 */
import type { WatchAck } from '../../lib/protocol/dashboard-wire'

function applyChosen(): void {
  const { dataset } = document.documentElement
  try {
    const theme = localStorage.getItem('tidemark.theme')
    if (theme === 'light' || theme === 'dark') dataset['theme'] = theme
    if (localStorage.getItem('tidemark.density') === 'compact') dataset['density'] = 'compact'
  } catch {
    // Storage is closed to this page: the system's scheme it is.
  }
}

/** What the page at `pathname` shows first, as the hub is asked for it; `null` where it has nothing of the kind. */
export function firstQuery(pathname: string, params: URLSearchParams): string | null {
  const id = params.get('id')
  if (pathname === '/' || pathname === '/index.html') return 'fleet=true'
  return /^\/process(?:\.html|\/)?$/u.test(pathname) && id ? `process=${encodeURIComponent(id)}` : null
}

async function ask(query: string): Promise<WatchAck | null> {
  try {
    const answer = await fetch(`/api/v1/first?${query}`)
    return answer.ok ? ((await answer.json()) as WatchAck) : null
  } catch {
    // The hub is away: the page says so once it lives.
    return null
  }
}

/** A page that cannot draw its first numbers by then goes on without them. */
const LATEST_MS = 1_500

/** Once the numbers are on screen, or as soon as it is known that there will be none. */
async function startProgram(answer: Promise<WatchAck | null>, drawn: Promise<void>): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, LATEST_MS))
  await Promise.race([late, (await Promise.race([late, answer]))?.ok ? drawn : undefined])
  if (document.readyState === 'loading')
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }))
  for (const src of window.tidemarkProgram ?? []) document.head.append(script(src))
}

function script(src: string): HTMLScriptElement {
  const made = document.createElement('script')
  made.src = src
  made.async = true
  return made
}

applyChosen()
const query = firstQuery(location.pathname, new URLSearchParams(location.search))
const answer = query === null ? Promise.resolve(null) : ask(query)
window.tidemarkFirst = answer
void startProgram(answer, new Promise((done) => (window.tidemarkDrawn = done)))
