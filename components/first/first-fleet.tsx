/** The page of all processes: the sentence that matters, and as many rows as a screen shows. */
import { Fleet } from '../fleet/fleet'
import { viewFromAddress, viewToAddress } from '../fleet/fleet-view'
import { drawFirst } from './draw-first'

/** A part of very many rows is the right part only in the order in which the hub told them. */
const isUsual = (params: URLSearchParams) => viewToAddress(viewFromAddress(params)).size === 0

void drawFirst(({ fleet }) => {
  const params = new URLSearchParams(location.search)
  if (!fleet || fleet.total === 0 || params.get('wall') === '1') return null
  return fleet.rows.length === fleet.total || isUsual(params) ? <Fleet /> : null
})
