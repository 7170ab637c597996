/** Numbers as text that gives the same number back. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** As JSON: NaN is "not known". */
export function jsonNumber(value: number): string {
  return Number.isNaN(value) ? 'null' : numberText(value)
}
