/** The table by family, and the totals beside those of the rivals. */
import type { VerdictWord } from '../../lib/protocol/vocabulary'
import { addToScore, emptyScore, inWords, median, type Answer, type Label, type Score } from './score'

interface Family {
  traces: number
  right: number
  delays: number[]
  /** Right answers of each rival. */
  rivals: Map<string, number>
}

export class Report {
  private readonly total = emptyScore()
  private readonly rivals: Map<string, Score>
  private readonly families = new Map<string, Family>()
  private readonly unscored: string[] = []
  private traces = 0
  private collecting = 0

  constructor(rivals: readonly string[]) {
    this.rivals = new Map(rivals.map((name) => [name, emptyScore()]))
  }

  add(label: Label, lastT: number, answer: Answer, word: VerdictWord): void {
    this.traces += 1
    if (word === 'collecting') this.collecting += 1
    if (label.label !== 'leak' && label.label !== 'ok') {
      this.unscored.push(`${label.file} (${label.label}): ${word}, flagged at ${answer.flaggedAt ?? 'no time'}`)
      return
    }
    const family = this.family(label)
    family.traces += 1
    const before = this.total.delays.length
    if (addToScore(this.total, label, lastT, answer)) family.right += 1
    family.delays.push(...this.total.delays.slice(before))
  }

  addRival(name: string, label: Label, lastT: number, flaggedAt: number | null): void {
    if (label.label !== 'leak' && label.label !== 'ok') return
    const { rivals } = this.family(label)
    const right = addToScore(this.rivals.get(name) as Score, label, lastT, { flaggedAt })
    rivals.set(name, (rivals.get(name) ?? 0) + (right ? 1 : 0))
  }

  print(title: string): void {
    const names = [...this.rivals.keys()]
    console.log(`\n${title}`)
    console.log(
      `${'family'.padEnd(28)} ${'right'.padEnd(9)} ${'delay'.padEnd(7)} ${names.map((name) => name.padEnd(15)).join('')}`,
    )
    for (const [name, { traces, right, delays, rivals }] of this.families) {
      const delay = delays.length > 0 ? median(delays).toFixed(2) : ''
      const others = names.map((rival) => `${rivals.get(rival) ?? 0} of ${traces}`.padEnd(15)).join('')
      console.log(`${name.padEnd(28)} ${`${right} of ${traces}`.padEnd(9)} ${delay.padEnd(7)} ${others}`)
    }
    console.log(`tidemark         ${inWords(this.total)}`)
    for (const [name, score] of this.rivals) console.log(`${name.padEnd(16)} ${inWords(score)}`)
    console.log(`a verdict other than collecting at the end: ${this.traces - this.collecting} of ${this.traces}`)
    for (const line of this.unscored) console.log(`not scored: ${line}`)
  }

  private family({ family }: Label): Family {
    const known = this.families.get(family)
    if (known !== undefined) return known
    const made: Family = { traces: 0, right: 0, delays: [], rivals: new Map() }
    this.families.set(family, made)
    return made
  }
}
