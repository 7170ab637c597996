import type { HistoryHealth } from '../../protocol/dashboard-wire'

/** To be called once in a while: tells when history can no longer be written, for another reason than before, or again. */
export function watchHistory(health: () => HistoryHealth, tell: (health: HistoryHealth) => void): () => void {
  let told = health()
  return () => {
    const now = health()
    if (reasonOf(now) === reasonOf(told)) return
    told = now
    tell(now)
  }
}

function reasonOf(health: HistoryHealth): string | null {
  return health.state === 'ready' ? null : health.reason
}
