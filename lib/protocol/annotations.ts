/** What happened when: marks that every chart draws, and that the begin of a leak is held against. */

/**
 * `deploy`: another version runs. `restart`: a new life. `collection`: a collection on demand. `capture`: a profile or
 * snapshot was taken. `ack`: somebody took an alert on. `note`: whatever a person wants to remember.
 */
export const ANNOTATION_KINDS = ['deploy', 'note', 'restart', 'collection', 'capture', 'ack'] as const
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number]

export const ANNOTATION_TITLE_CHARS = 500

/** Without `service` it is about everything; with `process` about one process, whose service is named as well. */
export interface AnnotationInput {
  /** Milliseconds since 1970. */
  atMs: number
  kind: AnnotationKind
  title: string
  service?: string
  /** A process's id. */
  process?: string
  /** Who says so. */
  author?: string
}

export interface Annotation extends AnnotationInput {
  /** Rises with each one that is added, and never comes back. */
  id: number
  /** When it was added, on the hub's clock. */
  createdMs: number
}
