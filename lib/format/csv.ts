/** Comma-separated values that a spreadsheet shows as they are. */

/** What spreadsheets take for the begin of a formula, which may call out or start programs. */
const FORMULA = /^[=+\-@\t\r]/u

/** A cell of text: never a formula, and quoted where it has to be. */
export function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A cell of a number; empty where it is not known. */
export function csvNumber(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '' : String(value)
}
