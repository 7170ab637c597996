/** The part of a process page's address that tells which two profiles are compared. */
export interface Compared {
  before: string
  after: string
}

export function comparedFromAddress(params: { get(key: string): string | null }): Compared | null {
  const [before, after] = [params.get('before'), params.get('after')]
  return before && after ? { before, after } : null
}

export function comparedToAddress(params: URLSearchParams, { before, after }: Compared): URLSearchParams {
  const next = new URLSearchParams(params)
  next.set('before', before)
  next.set('after', after)
  return next
}

export function differenceAddress(process: string, compared: Compared): string {
  return `/process?${comparedToAddress(new URLSearchParams({ id: process }), compared).toString()}#difference`
}
