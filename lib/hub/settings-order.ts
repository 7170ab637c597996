/** Settings that mean something only together: held against each other once each is good by itself. */
import type { SettingOrder } from '../protocol/number-setting'
import type { SettingsFault } from './settings'
import { quoted, type SettingsFile } from './settings-file'

/** The first order that `settings` break, at the place of whichever of its numbers stands last in the file. */
export function orderFault(
  settings: unknown,
  orders: readonly SettingOrder[],
  file: SettingsFile,
): SettingsFault | null {
  for (const order of orders) {
    const [lower, higher] = [lowerOf(order, settings), numberAt(settings, order.higher)]
    if (lower < higher || (order.mayBeEqual && lower === higher)) continue
    const named = [order.lower, order.higher, ...(order.times ? [order.times] : [])]
    const [last] = named.toSorted((a, b) => (file.placeOf(b) ?? -1) - (file.placeOf(a) ?? -1))
    const said = named.map((path) => saidOf(path, settings, file))
    return file.faultAt(file.placeOf(last ?? []) ?? 0, wordsOf(order, said))
  }
  return null
}

function wordsOf(order: SettingOrder, [lower, higher, times]: string[]): string {
  const must = order.mayBeEqual ? 'must not be above' : 'must be below'
  const product = times === undefined ? `${lower} ${must}` : `${lower}, times ${times}, ${must}`
  return `${product} ${higher}, ${order.why}`
}

function saidOf(path: readonly string[], settings: unknown, file: SettingsFile): string {
  const from = file.placeOf(path) === undefined ? ' where the file says nothing' : ''
  return `${quoted(path)} (${numberAt(settings, path)}${from})`
}

function lowerOf(order: SettingOrder, settings: unknown): number {
  return numberAt(settings, order.lower) * (order.times ? numberAt(settings, order.times) : 1)
}

function numberAt(settings: unknown, path: readonly string[]): number {
  const found = path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], settings)
  if (typeof found !== 'number') throw new RangeError(`${quoted(path)} is no setting`)
  return found
}
