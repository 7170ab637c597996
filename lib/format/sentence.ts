/** Words of the hub, which begin small and may end without a stop, as a sentence that stands alone. */
export function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/u.test(text) ? '' : '.'}`
}
