/** Lines of a list from the first to the last, both among them. */
export interface Lines {
  first: number
  last: number
}

/**
 * What is drawn of a list in the frame that shows another part of it: what is in view, and of what is `wanted` beside it the lines
 * that stand there already. All others can wait for a turn of their own: nobody sees them yet.
 * `drawn`: what stands there; `wanted`: `inView` and more.
 */
export function drawnAtOnce(wanted: Lines, inView: Lines, drawn: Lines): Lines {
  const isBeside = drawn.last >= inView.first - 1 && drawn.first <= inView.last + 1
  if (!isBeside) return inView
  return {
    first: Math.min(inView.first, Math.max(wanted.first, drawn.first)),
    last: Math.max(inView.last, Math.min(wanted.last, drawn.last)),
  }
}
