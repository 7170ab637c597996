/** A collection on demand, over a real hub. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { helloOf, TestAgent } from '../testing/test-agent'
import { Commanded } from './testing/commanded'

const MIB = 1_048_576

let made: Commanded
beforeEach(async () => {
  made = await Commanded.start()
})
afterEach(() => made.end())

describe('a collection on demand', () => {
  it('says what came back and what stayed, against the one before, and is marked on charts', async () => {
    let after = 98 * MIB
    made.onCommand = () => ({
      ok: true,
      result: {
        beforeBytes: 310 * MIB,
        afterBytes: after,
        externalBeforeBytes: 0,
        externalAfterBytes: 0,
        rssBeforeBytes: 400 * MIB,
        rssAfterBytes: 200 * MIB,
        pauseMs: 70,
        atMs: Date.now(),
      },
    })
    expect(await made.command('gc')).toMatchObject({
      status: 200,
      body: { sentence: 'The collection gave back 212.0 MiB of 310.0 MiB: mostly garbage.', since: null, pauseMs: 70 },
    })
    after = 301 * MIB
    expect(await made.command('gc')).toMatchObject({
      body: {
        sentence:
          'The collection gave back 9.0 MiB of 310.0 MiB: retained. 301.0 MiB stayed, 203.0 MiB more than after the one before.',
      },
    })
    await expect
      .poll(async () => (await made.send('GET', `/annotations?fromMs=0&toMs=${Date.now() + 1_000}`)).body)
      .toMatchObject({ annotations: [{ kind: 'collection', author: 'Ada', process: made.id }, { kind: 'collection' }] })
  })

  it('that the target refuses is refused with its sentence; one that is not connected, or is too old, is told so', async () => {
    made.onCommand = () => ({ ok: false, code: 'too_soon', message: 'the last one was 20 s ago; wait 40 s.' })
    expect(await made.command('gc')).toMatchObject({
      status: 409,
      body: { error: { code: 'too_soon', message: 'the last one was 20 s ago; wait 40 s.' } },
    })
    made.target.close()
    await expect
      .poll(async () => (await made.command('gc')).body)
      .toMatchObject({ error: { message: 'the process is not connected now, or its agent takes no commands.' } })
    made.target = new TestAgent(made.hub.address)
    await made.target.hello({ ...helloOf(), commands: ['heap-profile'] } as never)
    expect(await made.command('gc')).toMatchObject({ status: 409, body: { error: { code: 'not_available' } } })
    expect(await made.send('POST', '/processes/nobody/commands', { name: 'gc' })).toMatchObject({ status: 404 })
    expect(await made.command('dance')).toMatchObject({ status: 400 })
  })
})
