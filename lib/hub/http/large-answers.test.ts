import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { boundLargeAnswers } from './large-answers'
import { Turns } from './turns'

describe('an answer', () => {
  async function answered(bytes: number, hasRoom: boolean) {
    const app = Fastify()
    boundLargeAnswers(app, () => hasRoom)
    app.get('/text', async (_request, reply) => reply.header('etag', 'x').send('x'.repeat(bytes)))
    app.get('/packed', async (_request, reply) =>
      reply
        .header('content-encoding', 'gzip')
        .type('text/html')
        .send(gzipSync('x'.repeat(bytes), { level: 0 })),
    )
    const answers = [await app.inject('/text'), await app.inject('/packed')]
    await app.close()
    return answers
  }

  it('that is large is not given out while there is no room for it: 503, with a sentence and when to ask again', async () => {
    for (const { statusCode, headers, json } of await answered(100_000, false)) {
      expect(statusCode).toBe(503)
      expect(json()).toMatchObject({ error: { code: 'busy', message: expect.stringMatching(/ask again/u) as string } })
      expect(headers).toMatchObject({ 'retry-after': '2', 'content-type': 'application/json; charset=utf-8' })
      expect(headers).not.toHaveProperty('etag')
      expect(headers).not.toHaveProperty('content-encoding')
    }
  })

  it('that is small comes all the same, and a large one where there is room', async () => {
    for (const answers of [await answered(60_000, false), await answered(100_000, true)])
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  })
})

describe('what takes the history long', () => {
  const held = () => {
    let go: () => void = () => undefined
    const until = new Promise<void>((resolve) => (go = resolve))
    return { go, until }
  }

  it('is done so many at a time, in the order in which it came, also after one that failed', async () => {
    const turns = new Turns(2, 10)
    const begun: number[] = []
    const locks = [held(), held(), held(), held()]
    const done = locks.map(({ until }, n) =>
      turns.run(
        async () => {
          begun.push(n)
          await until
          if (n === 0) throw new Error('the disk')
          return n
        },
        () => true,
      ),
    )
    const outcomes = Promise.allSettled(done)
    await expect.poll(() => begun).toEqual([0, 1])
    locks[0]?.go()
    await expect.poll(() => begun).toEqual([0, 1, 2])
    for (const { go } of locks) go()
    expect((await outcomes).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      'failed',
      1,
      2,
      3,
    ])
  })

  it('is left out where nobody wants it any more when its turn comes, or too many wait', async () => {
    const turns = new Turns(1, 1)
    const first = held()
    const wanted = new Set(['first', 'second'])
    const run = (name: string) =>
      turns.run(
        () => (name === 'first' ? first.until : Promise.resolve()).then(() => name),
        () => wanted.has(name),
      )
    const [one, two, three] = [run('first'), run('second'), run('third')]
    expect(await three).toBeNull()
    wanted.delete('second')
    first.go()
    expect([await one, await two]).toEqual(['first', null])
    expect(await run('second')).toBeNull()
    wanted.add('fourth')
    expect(await run('fourth')).toBe('fourth')
  })
})
