/** The part of the hub that knows no port: what comes is kept, judged, held and handed to those who look. */
import type { Store } from '../history/store'
import { OpenLives } from '../ingest/open-lives'
import { Targets } from '../ingest/targets'
import { Access } from './access/access'
import { type Alerting, startAlerting } from './alerting/alerting'
import { chartPoints } from './alerting/chart-points'
import { Annotations } from './annotations/annotations'
import { markingRoster } from './annotations/marking-roster'
import { ChangeSearch } from './changes/change-search'
import { type Inside, startInside } from './captures/inside'
import type { HubConfig } from './config'
import { eventsOfDisk } from './events-of-disk'
import { Absences } from './gaps/absences'
import { FindingBook } from './findings/finding-book'
import { countingOnlooker } from './ingest-tap'
import { FanOut } from './live/fan-out'
import { Investigations } from './investigations/investigations'
import { followingRoster, runsOfLives } from './investigations/runs-of-lives'
import { RefusalLog } from './live/refused-lately'
import type { Logger } from './log'
import { type Counts, startCounts } from './metrics/counts'
import { WriteLag } from './metrics/write-lag'
import { withAssessments } from './roster/assessment-watchers'
import { JudgeQueue } from './roster/judge-queue'
import type { ProcessEntry } from './roster/process-entry'
import { Roster } from './roster/roster'
import { type OnTrouble, troubleLog } from './trouble-log'
import { VerdictLog } from './verdicts/verdict-log'

export interface Core {
  access: Access
  store: Store
  log: Logger
  nowMs: () => number
  counts: Counts
  lag: WriteLag
  refusals: RefusalLog
  roster: Roster
  fanOut: FanOut
  judging: JudgeQueue
  lives: OpenLives
  targets: Targets
  inside: Inside
  findings: FindingBook
  investigations: Investigations
  annotations: Annotations
  absences: Absences
  changes: ChangeSearch
  alerting: Alerting
  verdictLog: VerdictLog
  loadEvents: (entry: ProcessEntry) => Promise<void>
  onTrouble: OnTrouble
}

/** Gone processes that are listed beside as many live ones as there may be agents. */
const GONE_LISTED = 5_000

/** The same for series, as a multiple of those that may be live. */
const GONE_SERIES = 1.5

/** Half an animation frame, so that live views hardly feel it. */
const JUDGING_SLICE_MS = 8
/** A look of every process, and what is read back of some hundreds after a restart. */
export const JUDGING_STEPS = 100_000

export function rosterCapacity({ maxAgents }: HubConfig): number {
  return maxAgents + GONE_LISTED
}

/** `origin`: the dashboard's address, for links in messages; it is known once the hub listens. */
export async function buildCore(config: HubConfig, store: Store, log: Logger, origin: () => string): Promise<Core> {
  const nowMs = Date.now
  const counts = startCounts()
  const lag = new WriteLag()
  const refusals = new RefusalLog()
  const onTrouble = troubleLog(log, nowMs)
  const fanOut: FanOut = new FanOut({
    nowMs,
    steadyMs: () => performance.now(),
    alertsSummary: () => alerting.summary,
    historyHealth: () => store.health(),
    refusedLately: () => refusals.read(nowMs()),
    entry: (id) => roster.get(id),
    entries: () => roster.entries(),
    count: () => roster.size,
    onLost: (items) => {
      counts.lostItems += items
    },
  })
  const judging = new JudgeQueue({
    sliceMs: JUDGING_SLICE_MS,
    capacity: JUDGING_STEPS,
    onLeftOut: () => {
      counts.unjudgedFrames++
      onTrouble('judging cannot keep up; a frame was not judged', 'too many frames wait')
    },
    onFault: (cause) => onTrouble('a frame could not be judged', cause),
  })
  const roster: Roster = new Roster({
    defer: (step) => judging.push(step),
    settings: config.settings,
    watcher: withAssessments(fanOut, () => [alerting, verdictLog]),
    nowMs,
    capacity: rosterCapacity(config),
    seriesCapacity: config.maxSeries * GONE_SERIES,
    // A process that is gone stays in the list for as long as its ten-second points are kept.
    keepGoneMs: config.settings.history.tenSecondsMs,
    keepEvent: (entry, event) => {
      store.appendEvents(entry.id, entry.life.boot, [event]).catch((cause: unknown) => {
        onTrouble('an event of the hub could not be kept', cause)
      })
    },
    onNote: (message, details) => log.info(details, message),
    onTrouble,
  })
  const annotations = new Annotations({
    store,
    nowMs,
    onAdded: (annotation) => fanOut.tellAll({ type: 'annotation', annotation }),
    onTrouble,
  })
  await annotations.recover()
  const absences = new Absences(store, onTrouble)
  await absences.recover()
  const verdictLog = new VerdictLog({ store, onTrouble })
  const targets = new Targets()
  const inside = await startInside({
    dataFolder: config.dataFolder,
    store,
    targets,
    annotations,
    log,
    nowMs,
    entry: (id) => roster.get(id),
    numbers: config.settings.captures,
    onCapturing: (process, isCapturing) => roster.setCapturing(process, isCapturing),
    onTrouble,
  })
  const alerting: Alerting = await startAlerting({
    store,
    annotations,
    numbers: config.settings.alerts,
    nowMs,
    points: chartPoints(store, roster, nowMs),
    origin,
    profilesOf: (process, sinceMs) => inside.growthProfiles.profilesOf(process, sinceMs),
    mayReachPrivate: config.channelsMayReachPrivate,
    onFiring: (alert) => inside.growthProfiles.onFiring(alert),
    onNews: (summary, told) => fanOut.tellAll({ type: 'alerts', summary, told }),
    onTrouble,
  })
  const investigations = new Investigations({ store, roster, warmUpMs: config.settings.growth.warmUpMs, nowMs })
  await investigations.recover()
  const changes = new ChangeSearch({ store, entries: () => roster.entries(), nowMs })
  const lives = new OpenLives({
    keeper: {
      openLife: (life) => store.openLife(life),
      keep: (frames, waiter) => store.keep(frames, lag.follow(waiter, nowMs())),
      appendEvents: (process, boot, events) => store.appendEvents(process, boot, events),
    },
    onlooker: countingOnlooker(
      followingRoster(markingRoster(roster, annotations), roster, runsOfLives(investigations.book, onTrouble)),
      counts,
    ),
    seriesOf: (process, boot) => roster.seriesOf(process, boot),
    isListed: (process) => roster.get(process) !== undefined,
    nowMs,
  })
  const { agentToken, adminPassword } = config
  const hasProvider = config.oidc !== null
  const access = new Access({ store, log, nowMs, agentToken, adminPassword, hasProvider, onTrouble })
  await access.recover()
  const findings = new FindingBook(store, nowMs)
  await findings.recover()
  const loadEvents = eventsOfDisk(store, onTrouble)
  return {
    access,
    store,
    log,
    nowMs,
    counts,
    lag,
    refusals,
    roster,
    fanOut,
    judging,
    lives,
    targets,
    inside,
    findings,
    investigations,
    annotations,
    absences,
    changes,
    alerting,
    verdictLog,
    loadEvents,
    onTrouble,
  }
}
