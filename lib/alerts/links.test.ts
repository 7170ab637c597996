import { expect, it } from 'vitest'
import type { AlertMessage } from '../protocol/alerts'
import { differencePath, withOrigin } from './links'

it('every link of a message gets the address of the dashboard, that to the difference of two profiles too', () => {
  const difference = differencePath('api~a&b', { before: 'x', after: 'y' })
  expect(difference).toBe('/process?id=api%7Ea%26b&before=x&after=y#difference')
  const worst = [{ link: '/process?id=a', difference }, { link: '/process?id=b' }]
  const message = { link: '/alerts?service=a', worst } as AlertMessage
  expect(withOrigin(message, 'https://hub.example/memory/')).toEqual({
    link: 'https://hub.example/memory/alerts?service=a',
    worst: [
      { link: 'https://hub.example/memory/process?id=a', difference: `https://hub.example/memory${difference}` },
      { link: 'https://hub.example/memory/process?id=b' },
    ],
  })
})
