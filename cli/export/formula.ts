/**
 * A spreadsheet takes a cell that begins with one of these for a formula, and runs it for whoever opens the file; an apostrophe before it
 * has it taken for text. Names come from agents: anybody's. Numbers are none of it.
 * Source: OWASP, CSV Injection.
 */
const FORMULA = /^'*[=+\-@\t\r]/u
const MARKED = /^'+[=+\-@\t\r]/u

/** Apostrophes that were there already get one more, so that it can be taken back. */
export function asText(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

/** The text that `asText` was given. */
export function fromText(cell: string): string {
  return MARKED.test(cell) ? cell.slice(1) : cell
}
