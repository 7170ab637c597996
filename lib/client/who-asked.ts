/** Whom the hub takes this browser for: asked at first, when somebody comes in or goes, and anew where it did not answer. */
import type { Me } from '../protocol/access'
import { accessApi } from './access-api'
import type { Ask } from './ask'
import { keepRole } from './last-role'

export class WhoAsked {
  #entering: Promise<unknown> = Promise.resolve()
  #hasFailed = false

  constructor(
    private readonly ask: Ask,
    private readonly onTold: (me: Me) => void,
  ) {}

  /** Nobody is asked before `act` is over. */
  async enter<T>(act: () => Promise<T>): Promise<T> {
    const entering = act()
    this.#entering = entering.catch(() => undefined)
    return entering
  }

  /** A hub that does not answer says so elsewhere. */
  async askAnew(): Promise<void> {
    this.#hasFailed = false
    await this.#entering
    const me = await accessApi(this.ask)
      .me()
      .catch(() => null)
    this.#hasFailed = me === null
    if (me === null) return
    keepRole(me.who?.role ?? null)
    this.onTold(me)
  }

  /** Once more, where the last try failed and none is under way. */
  retry(): void {
    if (this.#hasFailed) void this.askAnew()
  }
}
