/**
 * All alerts: from the flags of processes to what people are told. It knows no clock and writes nothing: time is passed in,
 * and `take()` answers what changed, to be kept in one transaction. A book made from what was kept goes on where it was.
 */
import type { Acknowledgement, Alert, Silence, SilenceInput } from '../protocol/alerts'
import { checkAck } from './acknowledging'
import { hold, nextTurnMs, openAlert, resolve, settle } from './alert-life'
import { AlertShelf } from './alert-shelf'
import { BookClock, moveAlert, moveGroup } from './book-clock'
import { ChangeLog, copyOfAlert, copyOfGroup } from './change-log'
import { DueHeap } from './due-heap'
import { findNear } from './facts'
import { isWanted } from './filter'
import { GroupList } from './group-list'
import { type Look, seeDown, seeLife, seeUp } from './seeing'
import type { AlertSettings } from './settings'
import type {
  AckInput,
  AlertBookState,
  AlertChanges,
  AlertFilter,
  AlertRecord,
  Answer,
  GroupView,
  NearestBefore,
  ObservedProcess,
  RaisedFlag,
} from './shapes'
import { idsAbout, SilenceList } from './silence-list'
import { byName } from './worst'

const NOTHING_KEPT: AlertBookState = { clockMs: 0, alerts: [], groups: [], silences: [] }

export class AlertBook {
  /** Raised flags that found no room (`maxAlerts`), counted at each look. */
  refused = 0
  #settings: AlertSettings
  readonly #near: NearestBefore
  readonly #clock: BookClock
  readonly #changes = new ChangeLog()
  readonly #shelf: AlertShelf
  readonly #silences: SilenceList
  readonly #groups = new GroupList(this.#changes)
  readonly #due = new DueHeap<AlertRecord>()

  constructor(settings: AlertSettings, kept: AlertBookState = NOTHING_KEPT, near: NearestBefore = () => null) {
    this.#settings = settings
    this.#near = near
    this.#clock = new BookClock(kept.clockMs)
    this.#shelf = new AlertShelf(settings.maxResolved)
    this.#shelf.restore(kept.alerts.map(copyOfAlert))
    this.#silences = new SilenceList(kept.silences, kept.clockMs)
    const firing = [...this.#shelf.held()].filter(({ alert }) => alert.state === 'firing')
    this.#groups.restore(kept.groups.map(copyOfGroup), firing, kept.clockMs)
    this.setSettings(settings)
  }

  /** The flags of a process as they are now; all of them, each time. Without flags and alerts it costs a look into a map. */
  observe(process: ObservedProcess, flags: readonly RaisedFlag[], nowMs: number): void {
    const known = this.#shelf.ofProcess(process.id)
    if (flags.length === 0 && known.length === 0) return
    const now = this.#at(nowMs)
    const look: Look = { process, isSilent: flags.some(({ flag }) => flag === 'silent'), nowMs: now }
    for (const record of known) {
      if (seeLife(record, look, this.#settings)) {
        this.#silenceOne(record, this.#silences.holding(now), now)
        this.#changes.alert(record)
      }
      const flag = flags.find((one) => isOf(record.alert, one))
      if (flag) this.#seeUp(record, flag, look)
      else this.#seeDown(record, look)
    }
    for (const flag of flags) {
      const isKnown = this.#shelf.ofProcess(process.id).some(({ alert }) => isOf(alert, flag))
      if (!isKnown && !this.#settings.rulesOff.includes(flag.flag)) this.#open(flag, look)
    }
  }

  /** Nobody looks for this process any more: its alerts end. */
  forget(process: string, nowMs: number): void {
    const now = this.#at(nowMs)
    for (const record of inOrder(this.#shelf.ofProcess(process))) this.#end(record, 'forgotten', now)
  }

  /** What time alone brings about, messages above all; about once a second. */
  tick(nowMs: number): void {
    const now = this.#at(nowMs)
    for (const record of inOrder(this.#due.take(now))) this.#settle(record, now)
    this.#groups.tick((id) => this.#shelf.get(id)?.alert, this.#settings, now)
  }

  /** `id`: of an alert, or of a group for all that fires in it. Answers those that are acknowledged by it. */
  acknowledge(id: string, input: AckInput, nowMs: number): Answer<Alert[]> {
    const { by, note } = input
    const fault = checkAck(input)
    if (fault) return { ok: false, code: 'bad_input', message: fault }
    const now = this.#at(nowMs)
    return this.#setAck(id, { atMs: now, by, note }, now)
  }

  unacknowledge(id: string, nowMs: number): Answer<Alert[]> {
    return this.#setAck(id, null, this.#at(nowMs))
  }

  silence(input: SilenceInput, nowMs: number): Answer<Silence> {
    const now = this.#at(nowMs)
    return this.#silenced(this.#silences.add(input, this.#settings.maxSilences, now), now)
  }

  endSilence(id: string, nowMs: number): Answer<Silence> {
    const now = this.#at(nowMs)
    return this.#silenced(this.#silences.end(id, now), now)
  }

  /** Alerts of rules that are switched off end. */
  setSettings(settings: AlertSettings): void {
    this.#settings = settings
    const now = this.#clock.nowMs
    this.#shelf.setCapacity(settings.maxResolved)
    for (const record of inOrder(this.#shelf.held())) {
      if (settings.rulesOff.includes(record.alert.rule)) this.#end(record, 'switched-off', now)
      else this.#due.schedule(record, nextTurnMs(record, settings))
    }
    this.#groups.touchAll(now)
  }

  get(id: string): Alert | undefined {
    const record = this.#shelf.get(id)
    return record && { ...record.alert }
  }

  /** The newest first. */
  alerts(filter: AlertFilter = {}): Alert[] {
    return [...this.#shelf.held(), ...this.#shelf.resolved()]
      .filter(({ alert }) => isWanted(alert, filter))
      .map(({ alert }) => ({ ...alert }))
      .toSorted((a, b) => b.pendingAtMs - a.pendingAtMs || byName(a, b))
  }

  groups(): GroupView[] {
    return this.#groups.views()
  }

  /** Those that hold or are planned. */
  silences(): Silence[] {
    return this.#silences.all()
  }

  take(): AlertChanges {
    return this.#changes.take(this.#clock.nowMs)
  }

  #at(nowMs: number): number {
    const backMs = this.#clock.advance(nowMs)
    if (backMs > 0) this.#moveBack(backMs)
    const now = this.#clock.nowMs
    if (this.#silences.turn(now)) this.#silenceAnew(now)
    return now
  }

  #moveBack(backMs: number): void {
    const now = this.#clock.nowMs
    this.#due.clear()
    for (const record of this.#shelf.held()) {
      moveAlert(record, backMs)
      this.#changed(record)
    }
    for (const state of this.#groups.states()) {
      moveGroup(state, backMs)
      this.#changes.group(state)
    }
    this.#groups.reschedule(now)
    this.#silences.reschedule()
  }

  #seeUp(record: AlertRecord, flag: RaisedFlag, look: Look): void {
    const { isOther, isUpAgain } = seeUp(record, flag, look, this.#settings, this.#near)
    if (isOther) this.#changed(record)
    if (isUpAgain && record.alert.flapping) this.#groups.touch(record.alert, look.nowMs)
  }

  #seeDown(record: AlertRecord, look: Look): void {
    const seen = seeDown(record, look)
    if (seen === 'gone') this.#end(record, 'quiet', look.nowMs)
    if (seen === 'other') this.#changed(record)
  }

  #open(flag: RaisedFlag, { process, isSilent, nowMs }: Look): void {
    if (this.#shelf.size >= this.#settings.maxAlerts) {
      this.refused++
      return
    }
    const id = this.#shelf.freeId(process, flag, nowMs)
    const raises = this.#shelf.lastResolved(process, flag)?.memory.raises ?? []
    const record = openAlert({ id, process, flag, raises }, this.#settings, nowMs)
    if (isSilent && flag.flag !== 'silent') hold(record, 'silent', nowMs)
    record.alert.silencedBy = idsAbout(this.#silences.holding(nowMs), record.alert)
    findNear(record.alert, this.#near)
    this.#shelf.add(record)
    this.#changed(record)
  }

  /** Something of it changed: time may bring about another thing now. */
  #changed(record: AlertRecord): void {
    this.#changes.alert(record)
    this.#settle(record, this.#clock.nowMs)
  }

  #settle(record: AlertRecord, now: number): void {
    if (this.#shelf.get(record.alert.id) !== record || record.alert.state === 'resolved') return
    const turn = settle(record, this.#settings, now)
    if (turn === 'resolved') this.#putAway(record, now)
    if (turn === 'fired') {
      findNear(record.alert, this.#near)
      this.#groups.join(record, this.#settings, now)
    }
    if (turn === 'calmed') this.#groups.touch(record.alert, now)
    if (turn !== null) this.#changes.alert(record)
    this.#due.schedule(record, nextTurnMs(record, this.#settings))
  }

  #end(record: AlertRecord, why: NonNullable<Alert['resolution']>, now: number): void {
    if (record.alert.state === 'pending') {
      this.#shelf.remove(record)
      this.#due.drop(record)
      this.#changes.alertGone(record.alert.id)
      return
    }
    resolve(record, why, now)
    this.#changes.alert(record)
    this.#putAway(record, now)
  }

  #putAway(record: AlertRecord, now: number): void {
    this.#shelf.putAway(record)
    this.#due.drop(record)
    this.#groups.leave(record, now)
  }

  #setAck(id: string, ack: Acknowledgement | null, now: number): Answer<Alert[]> {
    const alone = this.#shelf.get(id)
    if (alone?.alert.state === 'resolved')
      return { ok: false, code: 'bad_input', message: `The alert ${JSON.stringify(id)} is resolved already.` }
    const records = alone ? [alone] : this.#groups.firing(id)
    if (records.length === 0)
      return {
        ok: false,
        code: 'not_found',
        message: `There is no alert and no firing group ${JSON.stringify(id)}; it may be over.`,
      }
    for (const record of records) {
      record.alert.ack = ack
      this.#changes.alert(record)
      this.#groups.touch(record.alert, now)
    }
    return { ok: true, value: records.map(({ alert }) => ({ ...alert })) }
  }

  #silenced(answer: Answer<Silence>, now: number): Answer<Silence> {
    if (!answer.ok) return answer
    this.#changes.silence(answer.value)
    this.#silenceAnew(now)
    return { ok: true, value: { ...answer.value } }
  }

  #silenceAnew(now: number): void {
    const holding = this.#silences.holding(now)
    for (const record of this.#shelf.held()) if (this.#silenceOne(record, holding, now)) this.#changes.alert(record)
  }

  #silenceOne({ alert, memory }: AlertRecord, holding: readonly Silence[], now: number): boolean {
    const before = alert.silencedBy
    const after = idsAbout(holding, alert)
    if (before.join() === after.join()) return false
    alert.silencedBy = after
    if (alert.state !== 'firing' || (before.length === 0) === (after.length === 0)) return true
    if (after.length > 0) this.#groups.touch(alert, now)
    else if (memory.isUntold || !alert.ack) {
      memory.isBack = true
      memory.isUntold = true
      this.#groups.comeBack({ alert, memory }, this.#settings, now)
    } else this.#groups.touch(alert, now)
    return true
  }
}

function isOf(alert: Alert, flag: RaisedFlag): boolean {
  return alert.rule === flag.flag && alert.series === flag.series
}

function inOrder(records: Iterable<AlertRecord>): AlertRecord[] {
  return [...records].toSorted((a, b) => (a.alert.id < b.alert.id ? -1 : 1))
}
