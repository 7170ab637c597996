// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Ask } from './ask'
import { Client } from './client'
import { ClientProvider } from './react'
import { StandInHub } from './testing/stand-in-hub'
import { useAsked } from './use-asked'

const cleanUps: (() => unknown)[] = []
beforeAll(() => void Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }))
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const loadOf = (path: string) => (ask: Ask, signal: AbortSignal) => ask<{ text: string }>(path, { signal })
const [one, two] = [loadOf('/api/v1/one'), loadOf('/api/v1/two')]

async function start() {
  const hub = new StandInHub()
  const url = await hub.start()
  const { happyDOM } = window as unknown as { happyDOM: { setURL(url: string): void } }
  happyDOM.setURL(url)
  const client = new Client({ baseUrl: () => url })
  client.start = () => () => undefined
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container)
  cleanUps.push(
    () => hub.stop(),
    () => act(async () => root.unmount()),
  )
  function Shown({ load, revision, keepsOld }: { load: typeof one; revision: number; keepsOld: boolean }) {
    const { value, fault, isLoading } = useAsked(load, { revision, keepsOld })
    return `${value?.text ?? 'nothing'}, ${fault ?? 'no fault'}, ${isLoading ? 'loading' : 'still'}`
  }
  const show = (load: typeof one, revision = 0, keepsOld = false) =>
    act(async () =>
      root.render(
        <ClientProvider client={client}>
          <Shown {...{ load, revision, keepsOld }} />
        </ClientProvider>,
      ),
    )
  const until = async (text: string) => {
    while (container.textContent !== text) await act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
  }
  return { hub, show, until, container }
}

describe('what is asked of the hub', () => {
  it('stands until the next answer to the same question is there', async () => {
    const { hub, show, until, container } = await start()
    let text = 'first'
    hub.answers.set('GET /api/v1/one', () => ({ body: { text } }))
    await show(one)
    await until('first, no fault, still')
    text = 'second'
    await show(one, 1)
    expect(container.textContent).toBe('first, no fault, still')
    await until('second, no fault, still')
  })

  it('is asked once for a burst of changes', async () => {
    const { hub, show, until } = await start()
    hub.answers.set('GET /api/v1/one', () => ({ body: { text: `answer ${hub.requests.length}` } }))
    await show(one)
    await until('answer 1, no fault, still')
    for (let revision = 1; revision <= 20; revision += 1) await show(one, revision)
    await until('answer 2, no fault, still')
    expect(hub.requests).toHaveLength(2)
  })

  it('is forgotten with another question, unless it may stand meanwhile', async () => {
    const { hub, show, until, container } = await start()
    for (const name of ['one', 'two']) hub.answers.set(`GET /api/v1/${name}`, () => ({ body: { text: name } }))
    await show(one)
    await until('one, no fault, still')
    await show(two)
    expect(container.textContent).toBe('nothing, no fault, loading')
    await until('two, no fault, still')
    await show(one, 0, true)
    expect(container.textContent).toBe('two, no fault, loading')
    await until('one, no fault, still')
  })

  it('says why it failed, and keeps what it had', async () => {
    const { hub, show, until } = await start()
    hub.answers.set('GET /api/v1/one', () => ({ body: { text: 'first' } }))
    await show(one)
    await until('first, no fault, still')
    hub.answers.set('GET /api/v1/one', () => ({ status: 503, body: { error: { message: 'The disk is full.' } } }))
    await show(one, 1)
    await until('first, The disk is full., still')
  })
})
