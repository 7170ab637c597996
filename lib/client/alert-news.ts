/** How alerts stand and what was just told of them, as every page shows it. */
import type { AlertsSummary } from '../protocol/alert-api'
import type { AlertMessage } from '../protocol/alerts'

export interface AlertNews {
  /** `null` until the hub has said it. */
  summary: AlertsSummary | null
  /** Rises with each change, so that a list of alerts knows that it is old. */
  revision: number
  /** The newest messages that nobody dismissed, oldest first; bounded. */
  toasts: readonly AlertMessage[]
  /** How many had to go for newer ones. */
  toastsDropped: number
}

export const NO_NEWS: AlertNews = { summary: null, revision: 0, toasts: [], toastsDropped: 0 }

/** More than this covers the page that they are about. */
export const MAX_TOASTS = 4

export function withSummary(news: AlertNews, summary: AlertsSummary): AlertNews {
  return { ...news, summary, revision: news.revision + 1 }
}

/** The same message twice is one toast; a newer one of the same group stands in the place of the older. */
export function withTold(news: AlertNews, told: AlertMessage): AlertNews {
  const { service, rule } = told.group
  const others = news.toasts.filter(
    ({ id, group }) => id !== told.id && !(group.service === service && group.rule === rule),
  )
  const toasts = [...others, told]
  const over = Math.max(0, toasts.length - MAX_TOASTS)
  return { ...news, toasts: toasts.slice(over), toastsDropped: news.toastsDropped + over }
}

export function withoutToast(news: AlertNews, id: string): AlertNews {
  const toasts = news.toasts.filter((toast) => toast.id !== id)
  return { ...news, toasts, toastsDropped: toasts.length === 0 ? 0 : news.toastsDropped }
}
