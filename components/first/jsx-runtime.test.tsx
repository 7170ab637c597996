// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { draw, Fragment, jsx, type Drawable } from './jsx-runtime'
import { createContext, useContext } from './stand-ins/react'

function htmlOf(drawable: Drawable): string {
  const box = document.createElement('div')
  box.append(...draw(drawable))
  return box.innerHTML
}

describe('elements of JSX without React', () => {
  it('are drawn with their names of attributes, and without what is for a page that lives', () => {
    const field = jsx('label', {
      className: 'a b',
      htmlFor: 'x',
      tabIndex: 0,
      hidden: false,
      onClick: () => undefined,
      'aria-pressed': false,
      style: { height: 12 },
      children: ['Sort ', 3, null, false],
    })
    expect(htmlOf(field)).toBe(
      '<label class="a b" for="x" tabindex="0" aria-pressed="false" style="height: 12px;">Sort 3</label>',
    )
  })

  it('keep the names of attributes of SVG, and are of its namespace', () => {
    const [made] = draw(jsx('svg', { viewBox: '0 0 1 1', children: jsx('path', { strokeWidth: 2, d: 'M0 0' }) }))
    expect((made as Element).outerHTML).toBe('<svg viewBox="0 0 1 1"><path stroke-width="2" d="M0 0"></path></svg>')
    expect((made as Element).firstElementChild?.namespaceURI).toBe('http://www.w3.org/2000/svg')
  })

  it('are text where they are text, whatever it says', () => {
    expect(htmlOf(jsx('p', { title: '"><b>', children: '<script>alert(1)</script>' }))).toContain('&lt;script&gt;')
    expect(draw(jsx('p', { children: '<b>' }))[0]?.childNodes).toHaveLength(1)
  })

  it('have components called, with the context that stands around them', () => {
    const context = createContext('outside')
    const Says = () => jsx('b', { children: useContext(context) })
    const within = jsx(context, { value: 'inside', children: jsx(Says, {}) })
    expect(htmlOf(jsx(Fragment, { children: [jsx(Says, {}), within, jsx(Says, {})] }))).toBe(
      '<b>outside</b><b>inside</b><b>outside</b>',
    )
  })
})
