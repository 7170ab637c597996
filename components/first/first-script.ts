/**
 * Runs in the page's head, before anything is drawn: a colour scheme and a density that were chosen here before. Once the first
 * numbers are on screen, it starts the page's program, and leaves what the hub needs to draw the next page as this one is.
 */
import { leaveViewCookie } from '../../lib/client/view-cookie'

function kept(key: string): string {
  try {
    return localStorage.getItem(`tidemark.${key}`) ?? ''
  } catch {
    // Storage is closed to this page: it is what it is for who comes for the first time.
    return ''
  }
}

function applyChosen(): void {
  const { dataset } = document.documentElement
  const theme = kept('theme')
  if (theme === 'light' || theme === 'dark') dataset['theme'] = theme
  if (kept('density') === 'compact') dataset['density'] = 'compact'
}

/** The program keeps a slow machine busy for a second and more: it would hold up the first picture. */
async function startProgram(): Promise<void> {
  if (document.readyState === 'loading')
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }))
  await painted()
  for (const src of window.tidemarkProgram ?? []) document.head.append(script(src))
  // Asking for the clock's zone loads the browser's tables of languages: before the first picture, that held it up by half a second.
  leaveViewCookie(kept)
}

/** A tab that is left before its first picture is not painted, and watches all the same. */
const LATEST_MS = 1_500

async function painted(): Promise<void> {
  if (document.hidden) return
  await Promise.race([
    new Promise((done) => requestAnimationFrame(done)),
    new Promise((done) => setTimeout(done, LATEST_MS)),
  ])
  await new Promise((done) => setTimeout(done))
}

function script(src: string): HTMLScriptElement {
  const made = document.createElement('script')
  made.src = src
  made.async = true
  return made
}

applyChosen()
void startProgram()
