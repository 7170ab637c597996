// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { useRemembered } from '../../lib/client/use-remembered'
import { catalogue } from '../../lib/words/de/catalogue'
import { loadLanguage, speak } from '../../lib/words/language'
import { standInForEach } from '../testing/page'
import { Spoken } from './spoken'
import { useLanguage } from './use-language'

const stage = standInForEach()
beforeAll(() => loadLanguage('de', catalogue))
afterEach(() => act(() => speak('en')))

function Page() {
  const [, remember] = useRemembered()
  return (
    <Spoken>
      <header>
        <button type="button">all processes</button>
      </header>
      <main>
        <header>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- somebody was quicker than the page's program */}
          <button type="button" autoFocus onClick={() => remember({ language: 'de' })}>
            add
          </button>
        </header>
        <Said />
      </main>
    </Spoken>
  )
}

const Said = () => <p>{useLanguage()}</p>
const nextFrame = () => act(async () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())))

it('What has the focus keeps it when the page begins to speak, also in the head of a page, and in another language.', async () => {
  const { container, press, until } = await stage.show(<Page />)
  await nextFrame()
  const before = document.activeElement
  expect(before?.textContent).toBe('add')
  await press('add')
  await until(() => container.querySelector('p')?.textContent === 'de')
  await nextFrame()
  expect(before?.isConnected).toBe(false)
  expect(document.activeElement?.textContent).toBe('add')
})
