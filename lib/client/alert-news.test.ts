import { describe, expect, it } from 'vitest'
import type { AlertMessage } from '../protocol/alerts'
import { MAX_TOASTS, NO_NEWS, withoutToast, withSummary, withTold } from './alert-news'

const told = (id: string, service = id) =>
  ({ id, group: { service, rule: 'growth' }, kind: 'firing', title: id, worst: [] }) as unknown as AlertMessage

const idsOf = (news: typeof NO_NEWS) => news.toasts.map(({ id }) => id)

describe('the news of alerts', () => {
  it('say with each change that lists are old', () => {
    const summary = { pending: 0, firing: 1, waiting: 1 }
    expect(withSummary(withSummary(NO_NEWS, summary), summary)).toMatchObject({ summary, revision: 2 })
  })

  it('keep a message that comes twice once', () => {
    expect(idsOf(withTold(withTold(NO_NEWS, told('a')), told('a')))).toEqual(['a'])
  })

  it('put the newest message of a group in the place of the one before', () => {
    expect(idsOf(withTold(withTold(NO_NEWS, told('a', 'gateway')), told('b', 'gateway')))).toEqual(['b'])
  })

  it('keep the newest few, and count the others until all are dismissed', () => {
    let news = NO_NEWS
    for (let at = 0; at < MAX_TOASTS + 3; at += 1) news = withTold(news, told(`m${at}`))
    expect(idsOf(news)).toEqual(['m3', 'm4', 'm5', 'm6'])
    expect(news.toastsDropped).toBe(3)
    for (const id of idsOf(news)) news = withoutToast(news, id)
    expect(news.toastsDropped).toBe(0)
  })
})
