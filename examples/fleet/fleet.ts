import { Member } from './member'
import type { MemberPlan } from './members'

export interface FleetOptions {
  plans: readonly MemberPlan[]
  /** Where the programs are, `gateway.cjs` and so on. */
  folder: string
  hubUrl: string
  say: (sentence: string) => void
}

interface Listening {
  name: string
  program: string
  port: number
}

/** The whole fleet: it starts the programs, tells the driver where the others listen, and ends them all. */
export class Fleet {
  readonly members: readonly Member[]
  readonly #listening = new Map<string, Listening>()
  #upstreamPort: number | undefined

  constructor({ plans, folder, hubUrl, say }: FleetOptions) {
    const env = { ...process.env, TIDEMARK_URL: hubUrl }
    const onMessage = (member: Member, message: Record<string, unknown>): void => this.#heard(member, message)
    this.members = plans.map((plan) => new Member(plan, { folder, env, onMessage, say }))
  }

  start(): void {
    for (const member of this.members) member.start()
  }

  /** Throws `RangeError` where no program has that name. */
  deploy(name: string, args: readonly string[]): void {
    const member = this.members.find(({ plan }) => plan.name === name)
    if (member === undefined) throw new RangeError(`the fleet has no program ${JSON.stringify(name)}`)
    member.deploy(args)
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()))
  }

  #heard(member: Member, { type, port }: Record<string, unknown>): void {
    if (typeof port !== 'number') return
    const { name, program } = member.plan
    if (type === 'listening') {
      this.#listening.set(name, { name, program, port })
      this.#tellDrivers({ type: 'target', name, program, port })
      if (this.#upstreamPort !== undefined) member.tell({ type: 'upstream', port: this.#upstreamPort })
    }
    if (type === 'upstream') {
      this.#upstreamPort = port
      // A driver that was restarted knows nobody.
      for (const target of this.#listening.values()) member.tell({ type: 'target', ...target })
      for (const gateway of this.#of('gateway')) gateway.tell({ type: 'upstream', port })
    }
  }

  #tellDrivers(message: Record<string, unknown>): void {
    for (const driver of this.#of('driver')) driver.tell(message)
  }

  #of(program: MemberPlan['program']): Member[] {
    return this.members.filter(({ plan }) => plan.program === program)
  }
}
