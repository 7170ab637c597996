import type { AgentEvent, ProcessLimits, SeriesDeclaration } from '../protocol/agent-wire'
import type { Flag } from '../protocol/verdict'
import { LoadReader, type LoadSource } from './load-reader'
import { NearLimit, type Measured } from './near-limit'
import { NotDraining } from './not-draining'
import { Orphaned, type Paired } from './orphaned'
import { type Refusing, Rejecting, refusingSeries, rejectionSubject } from './rejecting'
import type { Rule } from './rule'
import { Saturated } from './saturated'
import type { RuleSettings } from './settings'

/** What the rules need to know of one life. */
export interface RulesLife {
  boot: string
  startedAtMs: number
  limits: ProcessLimits
  series: readonly SeriesDeclaration[]
}

const NO_INDEX: ReadonlyMap<string, number> = new Map()

function indexOf(series: readonly SeriesDeclaration[]): ReadonlyMap<string, number> {
  return new Map(series.map(({ name }, index) => [name, index]))
}

/**
 * The rules of behaviour over one process, across its lives: frames in, flags out, no clock of its own.
 * A new life begins with no flag: what it has broken so far ended with the life before. The flags `growth` and
 * `restart-masked` come from growth's verdicts, and `silent` from arrival; the hub makes those.
 */
export class ProcessRules {
  /** Rises whenever a flag goes up or down. A reason alone, which tells how long it lasts, does not count. */
  changes = 0
  readonly #settings: RuleSettings
  #life: RulesLife | undefined
  #series: readonly SeriesDeclaration[] = []
  /** Only while series are added or changed: thirty names take 2 kB a process. */
  #indexByName: ReadonlyMap<string, number> = NO_INDEX
  #rules: Rule[] = []
  /** Series whose partner has not been declared yet. */
  #unpaired: SeriesDeclaration[] = []
  #counters: { rule: Rejecting; declared: SeriesDeclaration; subject: string }[] = []
  #told: Rejecting
  #load: LoadSource = { requests: undefined, clients: [] }
  /** Of those whose pending calls the load may explain. */
  #reader = new LoadReader(this.#load)
  #heap: Measured[] = []
  #resident: Measured[] = []

  constructor(settings: RuleSettings) {
    this.#settings = settings
    this.#told = new Rejecting(undefined, settings)
  }

  startLife(life: RulesLife): void {
    if (this.flags().length > 0) this.changes++
    this.#life = life
    this.#series = []
    this.#unpaired = []
    this.#counters = []
    this.#told = new Rejecting(undefined, this.#settings)
    this.#load = { requests: undefined, clients: [] }
    this.#reader = new LoadReader(this.#load)
    this.#heap = []
    this.#resident = []
    this.#rules = [this.#told]
    const { heapBytes, memoryBytes } = life.limits
    if (heapBytes !== undefined) {
      this.#rules.push(new NearLimit(this.#heap, heapBytes, 'heap limit', this.#settings))
    }
    if (memoryBytes !== undefined) {
      this.#rules.push(new NearLimit(this.#resident, memoryBytes, 'memory limit', this.#settings))
    }
    this.addSeries(life.series)
  }

  /** Appends series to the current life; what belongs together may come in any order and at any time. */
  addSeries(series: readonly SeriesDeclaration[]): void {
    const first = this.#series.length
    this.#series = first === 0 ? series : [...this.#series, ...series]
    this.#indexByName = indexOf(this.#series)
    series.forEach((declared, at) => this.#ruleFor(first + at, declared))
    this.#unpaired = this.#unpaired.filter((declared) => !this.#pair(declared))
    this.#linkRejections(series)
    this.#measureMemory()
    this.#indexByName = NO_INDEX
  }

  /** Another max of series that the life has: what was held against the old one is judged anew. */
  changeSeries(changed: readonly SeriesDeclaration[]): void {
    this.#indexByName = indexOf(this.#series)
    for (const declared of changed) {
      const index = this.#indexByName.get(declared.name)
      if (index === undefined || this.#series[index]?.max === declared.max) continue
      this.#series = this.#series.with(index, declared)
      const before = this.#rules.findIndex((rule) => rule instanceof Saturated && rule.index === index)
      if (before >= 0 && this.#rules.splice(before, 1)[0]?.flag() !== undefined) this.changes++
      const saturated = Saturated.over(index, declared, this.#settings)
      if (saturated) this.#rules.push(saturated)
      for (const rule of [this.#told, ...this.#counters.map((one) => one.rule)]) {
        if (rule.refusing?.index === index) rule.refusing = this.#refusing(declared)
      }
    }
    this.#indexByName = NO_INDEX
  }

  /** One frame of the current life, in the order of its series; `NaN` is "not known" and changes nothing. */
  push(atMs: number, values: Float64Array, offset: number): void {
    for (const rule of this.#rules) if (rule.step(atMs, values, offset)) this.changes++
  }

  /**
   * Events of the current life: those of type `rejected` count, each for its `count` or for one. Where a counter of
   * rejections is declared they are its story, and do not count again.
   */
  addEvents(events: readonly AgentEvent[]): void {
    if (this.#counters.length > 0) return
    for (const { type, count } of events) if (type === 'rejected') this.#told.tell(count ?? 1)
  }

  /** What is broken now. */
  flags(): Flag[] {
    const raised: Flag[] = []
    for (const rule of this.#rules) {
      const flag = rule.flag()
      if (flag !== undefined) raised.push(flag)
    }
    return raised
  }

  /** To what pending calls of each series have to come back, as of the newest window; of those that have a floor already. */
  floors(): Map<number, number> {
    const floors = new Map<number, number>()
    for (const rule of this.#rules)
      if (rule instanceof NotDraining && !Number.isNaN(rule.floor)) floors.set(rule.index, rule.floor)
    return floors
  }

  #ruleFor(index: number, declared: SeriesDeclaration): void {
    const settings = this.#settings
    const saturated = Saturated.over(index, declared, settings)
    if (saturated) this.#rules.push(saturated)
    if (declared.matches !== undefined && declared.kind !== 'counter') this.#unpaired.push(declared)
    if (declared.kind === 'clients') this.#load.clients.push(index)
    if (declared.name === 'load.requests') this.#load.requests = index
    if (declared.kind === 'pending') {
      const startedAtMs = this.#life?.startedAtMs ?? Number.NaN
      this.#rules.push(new NotDraining({ index, name: declared.name }, this.#reader, startedAtMs, settings))
    }
    const subject = rejectionSubject(declared)
    if (subject === undefined) return
    const rule = new Rejecting({ index, name: declared.name }, settings)
    this.#counters.push({ rule, declared, subject })
    this.#rules.push(rule)
  }

  /** Answers whether both halves are there, and are judged from now on. */
  #pair(declared: SeriesDeclaration): boolean {
    const one = this.#paired(declared.name)
    const partner = this.#paired(declared.matches ?? '')
    if (!one || !partner) return false
    if (one.index !== partner.index) this.#rules.push(new Orphaned(one, partner, this.#settings))
    return true
  }

  /** Each new counter looks at all series, the others only at what is new: no agent can make this slow. */
  #linkRejections(added: readonly SeriesDeclaration[]): void {
    const groups = this.#load.clients.flatMap((index) => this.#series[index] ?? [])
    const sole = groups.length === 1 ? groups[0] : undefined
    const isNew = new Set(added)
    for (const { rule, declared, subject } of this.#counters) {
      if (subject === '') rule.refusing = this.#refusing(sole)
      else
        rule.refusing ??= this.#refusing(refusingSeries(declared, subject, isNew.has(declared) ? this.#series : added))
    }
    this.#told.refusing = this.#refusing(sole ?? groups.find(({ max }) => max !== undefined))
  }

  /** The best measure first; see NearLimit. */
  #measureMemory(): void {
    this.#heap.splice(0, this.#heap.length, ...this.#measured('memory.live_set', 'memory.heap_used'))
    this.#resident.splice(0, this.#resident.length, ...this.#measured('memory.rss'))
  }

  #measured(...names: readonly string[]): Measured[] {
    return names.flatMap((name) => {
      const index = this.#indexByName.get(name)
      return index === undefined ? [] : [{ index, name }]
    })
  }

  #refusing(declared: SeriesDeclaration | undefined): Refusing | undefined {
    const index = declared && this.#indexByName.get(declared.name)
    if (declared === undefined || index === undefined) return undefined
    const { name, max } = declared
    return { index, name, ...(max === undefined ? {} : { max }) }
  }

  #paired(name: string): Paired | undefined {
    const index = this.#indexByName.get(name)
    const declared = index === undefined ? undefined : this.#series[index]
    if (index === undefined || declared === undefined) return undefined
    const things = declared.kind === 'streams' || declared.kind === 'clients' ? declared.kind : `entries of ${name}`
    return { index, name, things }
  }
}
