/** What the list keeps in this browser. */
const kept = (name: string): string => {
  try {
    return localStorage.getItem(`tidemark.${name}`) ?? ''
  } catch {
    // Storage is closed to this page: it is the usual list.
    return ''
  }
}

export const useRemembered = (): [{ columns: string; pinned: string }] => [
  { columns: kept('columns'), pinned: kept('pinned') },
]
