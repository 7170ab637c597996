/** Where one finding is shown: in the list of all, which goes there. */
export function findingAddress(id: string): string {
  return `/findings#finding-${encodeURIComponent(id)}`
}
