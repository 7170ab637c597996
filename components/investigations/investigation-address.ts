/** What the address says of investigations: which one, and which two of its runs are laid over each other. */
export interface InvestigationView {
  id: string | null
  before: string | null
  after: string | null
}

export function viewFromAddress(params: Pick<URLSearchParams, 'get'>): InvestigationView {
  return { id: params.get('id') || null, before: params.get('before') || null, after: params.get('after') || null }
}

export function viewToAddress({ id, before, after }: InvestigationView): string {
  const params = new URLSearchParams()
  if (id !== null) params.set('id', id)
  if (before !== null) params.set('before', before)
  if (after !== null) params.set('after', after)
  const text = params.toString()
  return text === '' ? '/investigations' : `/investigations?${text}`
}

export function investigationAddress(id: string): string {
  return viewToAddress({ id, before: null, after: null })
}
