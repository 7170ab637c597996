/**
 * Elements of JSX as elements of the page, once and without a life of their own: what the first script draws with instead of
 * React, which takes a second to arrive on a slow machine. Components are called; their hooks are those of `stand-ins/`.
 */
export type Drawable = Element | string | number | boolean | null | undefined | readonly Drawable[]
type Component = (props: Props) => Drawable
type Type = string | Component | symbol | Provider

interface Props {
  children?: Drawable
  [name: string]: unknown
}

interface Element {
  type: Type
  props: Props
}

/** A context, which is its own provider as in React 19. */
export interface Provider {
  value: unknown
}

export const Fragment = Symbol('fragment')

export function jsx(type: Type, props: Props): Element {
  return { type, props }
}

export { jsx as jsxs }

const SVG = 'http://www.w3.org/2000/svg'
/** Names that are not those of their attributes. */
const NAMES: Record<string, string> = { className: 'class', htmlFor: 'for', tabIndex: 'tabindex', colSpan: 'colspan' }
/** Of SVG, those that have capitals. */
const CAPITALS = new Set(['viewBox', 'preserveAspectRatio'])
/** For React alone. */
const NOT_DRAWN = new Set(['children', 'key', 'ref', 'prefetch', 'scroll', 'style'])

/** What is to stand in the page. */
export function draw(drawable: Drawable, isSvg = false): Node[] {
  if (drawable === null || drawable === undefined || typeof drawable === 'boolean') return []
  if (typeof drawable === 'string' || typeof drawable === 'number') return [document.createTextNode(String(drawable))]
  if (isList(drawable)) return drawable.flatMap((one) => draw(one, isSvg))
  const { type, props } = drawable
  if (typeof type === 'function') return draw(type(props), isSvg)
  if (typeof type === 'symbol') return draw(props.children, isSvg)
  if (typeof type === 'object') return drawWithin(type, props, isSvg)
  return [element(type, props, isSvg || type === 'svg')]
}

function isList(drawable: Drawable): drawable is readonly Drawable[] {
  return Array.isArray(drawable)
}

function drawWithin(context: Provider, { value, children }: Props, isSvg: boolean): Node[] {
  const before = context.value
  context.value = value
  const drawn = draw(children, isSvg)
  context.value = before
  return drawn
}

function element(tag: string, props: Props, isSvg: boolean): globalThis.Element {
  const made = isSvg ? document.createElementNS(SVG, tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    const text = NOT_DRAWN.has(name) ? null : textOf(name, value)
    if (text !== null) made.setAttribute(attributeOf(name, isSvg), text)
  }
  if (props['style']) Object.assign((made as HTMLElement).style, pixels(props['style'] as Record<string, unknown>))
  made.append(...draw(props.children, isSvg))
  // The chosen one is known by its property, once its options stand in it.
  if (made instanceof HTMLSelectElement && typeof props['value'] === 'string') made.value = props['value']
  return made
}

/** `null` where there is nothing to say: for a listener, or what is not so. */
function textOf(name: string, value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value !== 'boolean') return null
  // Of `aria-…` and `data-…`, false is a value like others.
  if (name.includes('-')) return String(value)
  return value ? '' : null
}

function attributeOf(name: string, isSvg: boolean): string {
  if (name in NAMES) return NAMES[name] ?? name
  const isSpoken = !isSvg || CAPITALS.has(name)
  return isSpoken ? name : name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

function pixels(style: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(style).map(([name, value]) => [name, typeof value === 'number' ? `${value}px` : value]),
  )
}
