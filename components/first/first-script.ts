/**
 * Runs in the page's head, before anything is drawn: a colour scheme and a density that were chosen here before. Once the first
 * numbers are on screen, it starts the page's program, and leaves what the hub needs to draw the next page as this one is.
 *
 * What the browser keeps is asked for after the first picture where the hub has drawn the page as its cookie says: the first
 * question to a storage waits for another process, some 80 ms of a slow machine.
 */
import { leaveViewCookie } from '../../lib/client/view-cookie'
import { spokenLanguage } from '../../lib/words/spoken-language'

/** Where the texts of other languages lie, by language, as the build laid them; in development pages fetch them by themselves. */
declare const WORD_FILES: Record<string, string> | undefined

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

/** So long nothing is seen in the wrong language; then the page is better than none. */
const LONGEST_WAIT_MS = 4_000

/** What was exported is English: in another language nothing of it is seen until it speaks that one (components/words/spoken.tsx). */
async function fetchWords(chosen: string): Promise<void> {
  const language = spokenLanguage(chosen)
  const { documentElement: page } = document
  if (language === 'en') return
  page.lang = language
  page.dataset['waiting'] = ''
  setTimeout(() => delete page.dataset['waiting'], LONGEST_WAIT_MS)
  const src = typeof WORD_FILES === 'undefined' ? undefined : WORD_FILES[language]
  if (src === undefined) return
  const words = script(src)
  const isThere = new Promise((done) => {
    words.addEventListener('load', done, { once: true })
    words.addEventListener('error', done, { once: true })
  })
  document.head.append(words)
  await isThere
}

/** The program keeps a slow machine busy for a second and more: it would hold up the first picture. */
async function startProgram(words: Promise<void>): Promise<void> {
  if (document.readyState === 'loading')
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }))
  await Promise.all([words, painted()])
  // Where the cookie was lost, and what was chosen was not.
  if (drawnIn !== undefined) applyChosen()
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

/** As the hub drew it: what was spoken here last, empty where no page of it was here before. */
const { drawnIn } = document.documentElement.dataset
if (drawnIn === undefined) applyChosen()
void startProgram(fetchWords(drawnIn ?? kept('language')))
