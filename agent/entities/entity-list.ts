/** One list that the host registered: what of it is told when the hub asks. */
import type { Entity, EntityGroup } from '../../lib/protocol/commands'
import { show } from '../../lib/protocol/checks'
import { LIMITS } from '../../lib/protocol/limits'
import type { EntityReaders } from '../api'
import { reasonOf, type Warnings } from '../warnings'
import { Ranking, type Ranked } from './ranking'
import { findAgain, remember, type Remembered } from './remembered'
import { estimateBytes } from './size-estimate'
import { walk } from './walk'

export type Readers = EntityReaders<unknown, unknown>
type NumberName = 'bytes' | 'count' | 'ageMs'

/** Of these some 50 are told, the largest. An estimate costs some ten times what the program's own word does. */
const LOOKED_MOST = 1_000
const ESTIMATED_MOST = 100
const TOLD_MOST = 50

export class EntityList {
  readonly name: string
  readonly #list: () => unknown
  readonly #readers: Readers
  readonly #warnings: Warnings
  /** What the ones to tell are chosen by. */
  readonly #rankedBy: NumberName | null
  #nextAt = 0
  #told: Remembered[] = []
  #failures = 0

  /** `list` answers `undefined` once the host has let go of it. */
  constructor(name: string, list: () => unknown, readers: Readers, warnings: Warnings) {
    this.name = name
    this.#list = list
    this.#readers = readers
    this.#warnings = warnings
    this.#rankedBy = readers.bytes !== null ? 'bytes' : readers.count ? 'count' : readers.ageMs ? 'ageMs' : null
  }

  /** `null`: the list is gone. */
  sample(hasTime: (share: number) => boolean): EntityGroup | null {
    this.#failures = 0
    const ranking = new Ranking(TOLD_MOST)
    const again: Ranked[] = []
    let looked = 0
    let total: number | null = null
    try {
      const list = this.#list()
      if (list === undefined) return null
      for (const told of this.#told) {
        const found = findAgain(list, told)
        if (found) again.push(this.#ranked(found.item, found.key))
      }
      const known = new Set(again.map(({ item }) => item))
      const most = this.#readers.bytes === undefined ? ESTIMATED_MOST : LOOKED_MOST
      const walked = walk(list, this.#nextAt, { most, hasTime }, (item, key) => {
        if (!known.has(item)) ranking.offer(this.#ranked(item, key))
      })
      this.#nextAt = walked.nextAt
      looked = walked.looked
      total = walked.total
    } catch (thrown) {
      this.#fail('the list', `threw: ${reasonOf(thrown)}`)
    }
    for (const one of again) ranking.offer(one)
    const entities = this.#entities([...ranking.largest, ...again])
    this.#told = ranking.largest.map(remember).filter((held) => held !== null)
    return {
      name: this.name,
      total,
      sampled: looked,
      isEstimate: this.#readers.bytes === undefined,
      failures: this.#failures,
      entities,
    }
  }

  /** Each id once: what was told before may be among the largest again. */
  #entities(ranked: readonly Ranked[]): Entity[] {
    const entities = new Map<string, Entity>()
    for (const { item, key, bytes } of ranked) {
      const id = this.#id(item, key)
      if (id === null || entities.has(id)) continue
      const entity: Entity = {
        id,
        bytes,
        count: this.#number('count', item, key),
        ageMs: this.#number('ageMs', item, key),
      }
      const label = this.#label(item, key)
      if (label !== null) entity.label = label
      entities.set(id, entity)
    }
    return [...entities.values()]
  }

  #ranked(item: unknown, key: unknown): Ranked {
    const bytes = this.#bytes(item, key)
    const by = this.#rankedBy
    return { item, key, bytes, rank: (by === 'bytes' ? bytes : by ? this.#number(by, item, key) : null) ?? -1 }
  }

  #bytes(item: unknown, key: unknown): number | null {
    if (this.#readers.bytes !== undefined) return this.#number('bytes', item, key)
    try {
      return Math.round(estimateBytes(item))
    } catch (thrown) {
      return this.#fail('the estimate of bytes', `threw: ${reasonOf(thrown)}`)
    }
  }

  #number(name: NumberName, item: unknown, key: unknown): number | null {
    const read = this.#readers[name]
    if (!read) return null
    try {
      const value: unknown = read(item, key)
      if (value == null || (typeof value === 'number' && Number.isFinite(value) && value >= 0)) return value ?? null
      return this.#fail(name, `gave ${show(value)}, which is no number from 0`)
    } catch (thrown) {
      return this.#fail(name, `threw: ${reasonOf(thrown)}`)
    }
  }

  #id(item: unknown, key: unknown): string | null {
    try {
      const id: unknown = this.#readers.id(item, key)
      if ((typeof id === 'string' && id !== '') || typeof id === 'number') return cut(String(id))
      return this.#fail('id', `gave ${show(id)}, which is no text or number`)
    } catch (thrown) {
      return this.#fail('id', `threw: ${reasonOf(thrown)}`)
    }
  }

  #label(item: unknown, key: unknown): string | null {
    try {
      const label: unknown = this.#readers.label?.(item, key)
      if (label == null || typeof label === 'string') return label == null ? null : cut(label)
      return this.#fail('label', `gave ${show(label)}, which is no text`)
    } catch (thrown) {
      return this.#fail('label', `threw: ${reasonOf(thrown)}`)
    }
  }

  #fail(what: string, how: string): null {
    this.#failures++
    this.#warnings.warn('TIDEMARK_BAD_READING', `entities ${this.name}`, `entities of ${this.name}: ${what} ${how}.`)
    return null
  }
}

function cut(text: string): string {
  return text.length > LIMITS.textChars ? text.slice(0, LIMITS.textChars) : text
}
