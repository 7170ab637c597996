import { describe, expect, it } from 'vitest'
import { AgentTokenBook } from './agent-tokens'
import { RecordShelf } from './testing/record-shelf'

const HOUR_MS = 3_600_000
const wrong = (_message: string, cause: unknown) => {
  throw cause
}

async function book(shared: string | null = 'shared') {
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12) }
  const store = new RecordShelf()
  const open = async () => {
    const tokens = new AgentTokenBook({
      store,
      shared,
      nowMs: () => clock.nowMs,
      onChange: () => undefined,
      onTrouble: wrong,
    })
    await tokens.recover()
    return tokens
  }
  return { clock, store, open, tokens: await open() }
}

function mayBe(tokens: AgentTokenBook, token: unknown, service: string): boolean {
  const pass = tokens.pass(token)
  return pass !== null && tokens.serviceFault(pass, service) === null
}

describe('tokens of agents', () => {
  it('open the service that they were made for, and no other', async () => {
    const { tokens } = await book()
    const { token } = await tokens.add('gateway', 0, 'ada')
    expect(mayBe(tokens, token, 'gateway')).toBe(true)
    const pass = tokens.pass(token)
    expect(pass && tokens.serviceFault(pass, 'ledger')).toBe(
      'the token is that of the service "gateway", and does not open "ledger".',
    )
  })

  it('leave the shared token what has none of its own, and give it a time of grace where one is made', async () => {
    const { tokens, clock } = await book()
    expect(mayBe(tokens, 'shared', 'gateway')).toBe(true)
    expect(mayBe(tokens, 'another', 'gateway')).toBe(false)
    await tokens.add('gateway', HOUR_MS, 'ada')
    expect(mayBe(tokens, 'shared', 'gateway')).toBe(true)
    clock.nowMs += HOUR_MS
    expect(mayBe(tokens, 'shared', 'gateway')).toBe(false)
    expect(mayBe(tokens, 'shared', 'ledger')).toBe(true)
  })

  it('are replaced without a gap: two hold at once, a third has to wait, and the older one ends by itself', async () => {
    const { tokens, clock } = await book()
    const first = await tokens.add('gateway', 0, 'ada')
    const second = await tokens.add('gateway', HOUR_MS, 'ada')
    for (const { token } of [first, second]) expect(mayBe(tokens, token, 'gateway')).toBe(true)
    await expect(tokens.add('gateway', HOUR_MS, 'ada')).rejects.toThrow('two tokens that hold already')
    clock.nowMs += HOUR_MS
    expect(mayBe(tokens, first.token, 'gateway')).toBe(false)
    expect(mayBe(tokens, second.token, 'gateway')).toBe(true)
    const third = await tokens.add('gateway', HOUR_MS, 'ada')
    expect(mayBe(tokens, third.token, 'gateway')).toBe(true)
    // What is over makes room, and is no longer listed.
    expect(
      tokens
        .answer()
        .tokens.map(({ id }) => id)
        .sort(),
    ).toEqual([second.id, third.id].sort())
  })

  it('end at once where somebody says so, and a service without any is shut until it is released', async () => {
    const { tokens } = await book()
    const first = await tokens.add('gateway', HOUR_MS, 'ada')
    const second = await tokens.add('gateway', HOUR_MS, 'ada')
    await tokens.endGrace('gateway')
    expect([first.token, second.token, 'shared'].map((token) => mayBe(tokens, token, 'gateway'))).toEqual([
      false,
      true,
      false,
    ])
    await expect(tokens.release('gateway')).rejects.toThrow('still has a token')
    await tokens.remove(first.id)
    await tokens.remove(second.id)
    expect([second.token, 'shared'].map((token) => mayBe(tokens, token, 'gateway'))).toEqual([false, false])
    expect(await tokens.release('gateway')).toBe(true)
    expect(mayBe(tokens, 'shared', 'gateway')).toBe(true)
  })

  it('are known again after a restart, without being readable on disk', async () => {
    const { tokens, store, open } = await book(null)
    const { token, ending } = await tokens.add('gateway', 0, 'ada')
    expect(JSON.stringify([...store.kept.values()].map((records) => [...records.values()]))).not.toContain(token)
    expect(token.endsWith(ending)).toBe(true)
    const again = await open()
    expect(mayBe(again, token, 'gateway')).toBe(true)
    expect(mayBe(again, undefined, 'gateway')).toBe(false)
    expect(mayBe(again, undefined, 'ledger')).toBe(true)
  })

  it('are not made where the disk refuses', async () => {
    const { tokens, store } = await book(null)
    store.refuses = true
    await expect(tokens.add('gateway', 0, 'ada')).rejects.toThrow('the disk is full')
    expect(tokens.answer().tokens).toEqual([])
    expect(mayBe(tokens, undefined, 'gateway')).toBe(true)
  })
})
