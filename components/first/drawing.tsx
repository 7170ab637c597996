/**
 * Draws the first numbers of a page into it, in the hub: the page's own components, once, with `stand-ins/` for what they read
 * in a browser. The build lays it beside the pages (scripts/first-pages.mjs), so that it knows the names of their classes.
 */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { FirstAnswer, FirstDrawing } from '../../lib/protocol/first-page'
import { Fleet } from '../fleet/fleet'
import { viewFromAddress, viewToAddress } from '../fleet/fleet-view'
import { ProcessHeader } from '../process/process-header'
import styles from '../process/process-page.module.css'
import { Story } from '../process/story'
import { stateFrom, within } from './shown'

const drawing: FirstDrawing = {
  asks(page, search) {
    if (page === 'index.html') return { fleet: true }
    const id = new URLSearchParams(search).get('id')
    return page === 'process.html' && id ? { process: id } : null
  },

  draw(page, search, answer, view) {
    const params = new URLSearchParams(search)
    const shown = page === 'index.html' ? firstFleet(answer, params) : firstProcess(answer)
    if (shown === null) return null
    const pathname = page === 'index.html' ? '/' : `/${page.replace(/\.html$/u, '')}`
    const html = within({ pathname, search: params, state: stateFrom(answer), view }, () => renderToStaticMarkup(shown))
    // None of it does anything yet; what leads elsewhere is a link already.
    return html.replaceAll(/<(?:button|input|select)(?=[\s>])/gu, '$& disabled=""')
  },
}

export default drawing

/** A part of very many rows is the right part only in the order in which the hub told them. */
function firstFleet({ fleet }: FirstAnswer, params: URLSearchParams): ReactNode {
  if (!fleet || fleet.total === 0 || params.get('wall') === '1') return null
  const isUsual = viewToAddress(viewFromAddress(params)).size === 0
  return fleet.rows.length === fleet.total || isUsual ? <Fleet /> : null
}

/** As far as it does not move: who it is, how it does, and why. */
function firstProcess({ process }: FirstAnswer): ReactNode {
  if (!process) return null
  return (
    <div className={styles.page}>
      <ProcessHeader />
      <Story />
    </div>
  )
}
