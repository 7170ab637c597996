/** JSON values as text, on the caller's side: what is refused is refused at once, and what is sent no longer changes. */
import type { RecordChange, VerdictChange } from '../store'
import type { PackedChange } from './verdict-table'

const ID_CHARACTERS = 200
const BODY_CHARACTERS = 1_000_000

export function packVerdicts(changes: readonly VerdictChange[]): PackedChange[] {
  return changes.map((change) => ({
    ...change,
    reason: textOf(change.reason ?? null, `the reason for ${change.series}`),
  }))
}

export function packRecords(changes: readonly RecordChange[]): { id: string; body: string | null }[] {
  return changes.map(({ id, body }) => {
    if (id.length < 1 || id.length > ID_CHARACTERS)
      throw new RangeError(`a record's id has 1 to ${ID_CHARACTERS} characters, and one of ${id.length} came`)
    return { id, body: body === null ? null : textOf(body, `the record ${id}`) }
  })
}

function textOf(value: unknown, what: string): string {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new RangeError(`${what} is no JSON value`)
  if (text.length > BODY_CHARACTERS)
    throw new RangeError(`${what} has ${text.length} characters as JSON, and at most ${BODY_CHARACTERS} are kept`)
  return text
}
