/** Work that can wait, one piece whenever the browser has nothing better to do: so that many small pieces are never one long task. */
const waiting = new Set<() => void>()
let isUnderWay = false

/** Calls `turn` once, after those that asked before. Answers how to call that off. */
export function whenIdle(turn: () => void): () => void {
  waiting.add(turn)
  if (!isUnderWay) {
    isUnderWay = true
    askForTime()
  }
  return () => void waiting.delete(turn)
}

function askForTime(): void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(takeTurn)
  else setTimeout(takeTurn, 32)
}

function takeTurn(): void {
  const [turn] = waiting
  if (!turn) {
    isUnderWay = false
    return
  }
  waiting.delete(turn)
  try {
    turn()
  } finally {
    askForTime()
  }
}
