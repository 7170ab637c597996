/** What was found, as a list that people keep: `/api/v1/findings`. */

export const FINDING_STATUSES = ['not started', 'in progress', 'done', 'blocked'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

export const FINDING_LIMITS = {
  titleChars: 300,
  whereChars: 1_000,
  textChars: 10_000,
  evidence: 50,
  notes: 500,
  findings: 5_000,
} as const

/** A link to what shows it: an alert, a difference of profiles, an investigation, or an address of elsewhere. */
export interface Evidence {
  title: string
  /** A path of this dashboard (`/alerts?id=…`), or an http(s) address. */
  link: string
}

export interface FindingNote {
  atMs: number
  by: string
  text: string
}

export interface FindingInput {
  title: string
  /** File and lines, one a line (`gateway.js:88`). */
  where: string
  status: FindingStatus
  evidence: Evidence[]
  by: string
}

/** `GET` answers `{ findings }`, the newest first; `POST` a `FindingInput`, `PATCH /:id` parts of one or `{ note: { by, text } }`; `DELETE /:id`. */
export interface Finding extends FindingInput {
  id: string
  createdAtMs: number
  changedAtMs: number
  /** Oldest first. */
  notes: FindingNote[]
}
