/** What a process page's address tells of its inside: which two profiles are compared, or which one is looked at; whose history is open. */
export interface Compared {
  /** `null`: one is looked at by itself. */
  before: string | null
  after: string
}

export function comparedFromAddress(params: { get(key: string): string | null }): Compared | null {
  const after = params.get('after')
  return after ? { before: params.get('before') || null, after } : null
}

export function comparedToAddress(params: URLSearchParams, { before, after }: Compared): URLSearchParams {
  const next = new URLSearchParams(params)
  if (before === null) next.delete('before')
  else next.set('before', before)
  next.set('after', after)
  return next
}

/** One that the process holds, of one of its lists. */
export interface OneEntity {
  group: string
  id: string
}

export function entityFromAddress(params: { get(key: string): string | null }): OneEntity | null {
  const [group, id] = [params.get('list'), params.get('entity')]
  return group !== null && id !== null ? { group, id } : null
}

export function entityToAddress(params: URLSearchParams, entity: OneEntity | null): URLSearchParams {
  const next = new URLSearchParams(params)
  next.delete('list')
  next.delete('entity')
  if (entity === null) return next
  next.set('list', entity.group)
  next.set('entity', entity.id)
  return next
}

export function entityAddress(process: string, entity: OneEntity): string {
  return `/process?${entityToAddress(new URLSearchParams({ id: process }), entity).toString()}#inside`
}

export function differenceAddress(process: string, compared: Compared): string {
  return `/process?${comparedToAddress(new URLSearchParams({ id: process }), compared).toString()}#difference`
}
