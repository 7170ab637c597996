/** What the lives of processes tell by themselves: restarts, and deploys by a version that changes. */
import type { AgentEvent, LifeDescription } from '../../protocol/agent-wire'
import { ANNOTATION_TITLE_CHARS, type AnnotationInput } from '../../protocol/annotations'

/** Forty replicas that take the same version one after the other are one deploy. */
export const ONE_DEPLOY_WITHIN_MS = 60 * 60_000
/** Versions that are remembered; past it the oldest is forgotten, and would be told once more. */
const VERSIONS_HELD = 10_000

export class MarksOfLives {
  /** `service` and version → when it was last seen to be taken, in the order of that. */
  readonly #takenAtMs = new Map<string, number>()

  /** A process says hello with another boot than before. `before`: its life until now, where one is known. */
  ofLife(process: string, before: LifeDescription | undefined, life: LifeDescription): AnnotationInput[] {
    if (before === undefined || before.boot === life.boot || life.startedAtMs < before.startedAtMs) return []
    const at = { atMs: life.startedAtMs, service: life.service }
    const restart: AnnotationInput = {
      ...at,
      kind: 'restart',
      title: cut(`${life.service} ${life.instance} started anew`),
      process,
    }
    if (life.version === undefined || life.version === before.version) return [restart]
    if (!this.#isNewDeploy(life.service, life.version, life.startedAtMs)) return [restart]
    const was = before.version === undefined ? '' : ` (was ${before.version})`
    return [restart, { ...at, kind: 'deploy', title: cut(`${life.service} ${life.version}${was}`) }]
  }

  /** Events of type `deploy` are deploys that a process tells of itself. */
  ofEvents(process: string, service: string, events: readonly AgentEvent[]): AnnotationInput[] {
    return events
      .filter(({ type }) => type === 'deploy')
      .map(({ atMs, message }) => ({ atMs, kind: 'deploy', title: cut(message), service, process }))
  }

  #isNewDeploy(service: string, version: string, atMs: number): boolean {
    const key = JSON.stringify([service, version])
    const lastMs = this.#takenAtMs.get(key)
    this.#takenAtMs.delete(key)
    this.#takenAtMs.set(key, atMs)
    if (this.#takenAtMs.size > VERSIONS_HELD) {
      const oldest = this.#takenAtMs.keys().next()
      if (!oldest.done) this.#takenAtMs.delete(oldest.value)
    }
    return lastMs === undefined || Math.abs(atMs - lastMs) > ONE_DEPLOY_WITHIN_MS
  }
}

function cut(title: string): string {
  return title.length <= ANNOTATION_TITLE_CHARS ? title : `${title.slice(0, ANNOTATION_TITLE_CHARS - 1)}…`
}
