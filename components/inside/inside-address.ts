/** The part of a process page's address that tells which two profiles are compared, or which one is looked at. */
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

export function differenceAddress(process: string, compared: Compared): string {
  return `/process?${comparedToAddress(new URLSearchParams({ id: process }), compared).toString()}#difference`
}
