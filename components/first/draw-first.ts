/** Draws the page's own components with the hub's first answer where the page will stand, and leaves that answer to the client. */
import type { FirstAnswer } from '../../lib/client/first-answer'
import { draw, type Drawable } from './jsx-runtime'
import { show } from './stand-ins/client'

/** In the exported page, until its program puts itself in its place. */
const PLACE = '[data-stand]'

/** `view` answers `null` where it cannot say anything true yet. */
export async function drawFirst(view: (answer: FirstAnswer) => Drawable): Promise<void> {
  try {
    const answer = await window.tidemarkFirst
    // It is large, and the page stays open for weeks.
    delete window.tidemarkFirst
    if (!answer?.ok) return
    window.tidemarkAnswer = answer
    show(answer)
    const place = await placeOf()
    const drawn = view(answer)
    if (!place?.isConnected || drawn === null) return
    place.replaceChildren(...draw(drawn))
    // None of it does anything yet; what leads elsewhere is a link already.
    for (const field of place.querySelectorAll<HTMLButtonElement>('button, input, select')) field.disabled = true
    await painted()
  } finally {
    window.tidemarkDrawn?.()
  }
}

/** A page that nobody sees is not painted. */
async function painted(): Promise<void> {
  if (document.hidden) return
  await new Promise((done) => requestAnimationFrame(done))
  await new Promise((done) => setTimeout(done))
}

/** Waits for as long as the page is being read. */
async function placeOf(): Promise<HTMLElement | null> {
  for (;;) {
    const place = document.querySelector<HTMLElement>(PLACE)
    if (place || document.readyState === 'complete') return place
    await new Promise((done) => setTimeout(done, 4))
  }
}
