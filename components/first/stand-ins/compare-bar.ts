/** Nothing is chosen yet. */
export const CompareBar = (): null => null
