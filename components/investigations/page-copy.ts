/**
 * A part of this page as one HTML file that needs nothing else: what is seen, without what can be pressed. Pictures are
 * SVG, styles are those of this page, and there is no script in it.
 */
const ACTS = '[data-act], button, select, input, textarea, dialog, script, [role="status"]:empty, [role="alert"]:empty'

export function pageCopy(part: HTMLElement, title: string): string {
  const copy = part.cloneNode(true) as HTMLElement
  for (const element of copy.querySelectorAll(ACTS)) element.remove()
  for (const link of copy.querySelectorAll('a')) link.setAttribute('href', link.href)
  const page = document.implementation.createHTMLDocument()
  page.title = title
  const charset = page.createElement('meta')
  charset.setAttribute('charset', 'utf-8')
  const size = page.createElement('meta')
  size.name = 'viewport'
  size.content = 'width=device-width'
  const style = page.createElement('style')
  // A chart keeps the width that it was drawn at: on a narrower screen it is moved within its frame.
  style.textContent = `${stylesOf(document)}\n[role="img"] { overflow-x: auto }`
  page.head.prepend(charset, size)
  page.head.append(style)
  page.documentElement.lang = document.documentElement.lang
  const main = page.createElement('main')
  main.style.padding = '1.5rem'
  main.append(page.importNode(copy, true))
  page.body.append(main)
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`
}

/** Every rule of the page's own sheets; what names another file would be asked for in vain. */
function stylesOf({ styleSheets }: Document): string {
  const rules = [...styleSheets].flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
  return rules.filter((rule) => !rule.startsWith('@import') && !/url\((?!["']?data:)/u.test(rule)).join('\n')
}
