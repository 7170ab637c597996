/** The rows at the top of a list, and the room of all others. */
import type { FleetGroup } from '../../fleet/fleet-view'
import type { ShownRows } from '../../fleet/use-virtual-rows'

export function useVirtualRows(groups: readonly FleetGroup[]): ShownRows {
  const places = new Map(groups.flatMap(({ rows }) => rows).map(({ id }, at) => [id, at]))
  return {
    groups: groups.map((group) => ({ group, hasTitle: true, rows: group.rows })),
    abovePx: 0,
    belowPx: 0,
    measure: () => undefined,
    indexOf: (id) => places.get(id) ?? 0,
  }
}
