import { known, type Picture } from '../../lib/client/line-picture'

export type Row = Record<string, number | [number, number] | null>

export const bandKey = (name: string) => `${name}|band`

/** As recharts wants them: an object for each time. */
export function rowsOf({ t, lines, bands }: Picture): Row[] {
  return Array.from(t, (time, at) => {
    const row: Row = { t: time }
    for (const [name, values] of lines) row[name] = known(values[at] ?? Number.NaN)
    for (const [name, { floor, top }] of bands) {
      const [low, high] = [floor[at] ?? Number.NaN, top[at] ?? Number.NaN]
      row[bandKey(name)] = Number.isNaN(low) || Number.isNaN(high) ? null : [low, high]
    }
    return row
  })
}
