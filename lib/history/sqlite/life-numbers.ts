/**
 * Numbers for lives, so that frames need not bring their names to the core each second: ten thousand names are a twentieth of
 * what the hub has to do. A name is told once to each core.
 */

/** Past so many numbers begin anew: lives end, and nobody says so here. */
const CAPACITY = 20_000

/** Names that the core is told: a process and its boot in turn, of the numbers from `from` on; 0 is the beginning of all. */
export interface NamesTold {
  from: number
  names: string[]
}

export class LifeNumbers {
  /** A process and its boot in turn. */
  private names: string[] = []
  private told = 0
  private readonly newest = new Map<string, number>()
  /** Of lives that another life of their process has followed, or speaks beside. */
  private readonly others = new Map<string, number>()

  numberOf(process: string, boot: string): number {
    const newest = this.newest.get(process)
    if (newest !== undefined && this.names[2 * newest + 1] === boot) return newest
    if (newest !== undefined) this.others.set(`${process}\n${this.names[2 * newest + 1]}`, newest)
    const number = this.others.get(`${process}\n${boot}`) ?? this.add(process, boot)
    this.newest.set(process, number)
    return number
  }

  /** What the core does not know yet: to be sent before all that is asked for next. */
  tell(): NamesTold {
    const from = this.told
    this.told = this.names.length / 2
    return { from, names: this.names.slice(2 * from) }
  }

  /** Another core is to be told all of them. */
  forgetTold(): void {
    this.told = 0
  }

  /** Begins anew where there are too many. Only while nobody holds a number that was not sent. */
  trim(): void {
    if (this.names.length / 2 <= CAPACITY) return
    this.names = []
    this.told = 0
    this.newest.clear()
    this.others.clear()
  }

  private add(process: string, boot: string): number {
    this.names.push(process, boot)
    return this.names.length / 2 - 1
  }
}
