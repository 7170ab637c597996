/** How verdicts are scored against labels. */

export interface Label {
  file: string
  family: string
  /** `leak` and `ok` are scored; other labels are shown. */
  label: string
  /** Seconds; a flag before it is a false alarm. */
  onset?: number
  ends?: number
  /** What had leaked by when, evenly spaced in time. */
  leaked?: [number, number][]
}

export interface Answer {
  flaggedAt: number | null
  slopeFrom?: number | null
  slopeCi90?: readonly [number, number] | null
}

export interface Score {
  truePositives: number
  missed: number
  falseAlarms: number
  trueNegatives: number
  delays: number[]
  held: number
  told: number
}

export function emptyScore(): Score {
  return { truePositives: 0, missed: 0, falseAlarms: 0, trueNegatives: 0, delays: [], held: 0, told: 0 }
}

/** Adds one trace. `lastT`: the time of its last row. Returns whether the answer was right. */
export function addToScore(score: Score, label: Label, lastT: number, answer: Answer): boolean {
  const { flaggedAt } = answer
  if (label.label === 'ok') {
    if (flaggedAt === null) score.trueNegatives += 1
    else score.falseAlarms += 1
    return flaggedAt === null
  }
  if (label.label !== 'leak') return true
  const [onset, ends] = [label.onset ?? 0, label.ends ?? lastT]
  if (flaggedAt === null || flaggedAt < onset || flaggedAt > ends) {
    score.missed += 1
    if (flaggedAt !== null && flaggedAt < onset) score.falseAlarms += 1
    return false
  }
  score.truePositives += 1
  score.delays.push((flaggedAt - onset) / (ends - onset))
  holdAgainstTruth(score, label, flaggedAt, answer)
  return true
}

function holdAgainstTruth(score: Score, { leaked }: Label, flaggedAt: number, { slopeFrom, slopeCi90 }: Answer): void {
  if (leaked === undefined || slopeCi90 == null || slopeFrom == null || flaggedAt <= slopeFrom) return
  const really = ((leakedBy(leaked, flaggedAt) - leakedBy(leaked, slopeFrom)) / (flaggedAt - slopeFrom)) * 3600
  score.told += 1
  if (slopeCi90[0] <= really && really <= slopeCi90[1]) score.held += 1
}

function leakedBy(curve: readonly [number, number][], atS: number): number {
  const steps = curve.length - 1
  const place = Math.max(0, Math.min(steps - 1e-6, (atS / (curve[steps] as [number, number])[0]) * steps))
  const before = Math.floor(place)
  const [low, high] = [(curve[before] as [number, number])[1], (curve[before + 1] as [number, number])[1]]
  return low + (place - before) * (high - low)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** `precision 1.000  recall 0.982  …`. */
export function inWords(score: Score): string {
  const { truePositives, missed, falseAlarms } = score
  const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3))
  return [
    `precision ${share(truePositives, truePositives + falseAlarms)}`,
    `recall ${share(truePositives, truePositives + missed)}`,
    `median delay ${score.delays.length > 0 ? median(score.delays).toFixed(3) : '-'}`,
    `false alarms ${falseAlarms} of ${falseAlarms + score.trueNegatives}`,
    `intervals that hold ${score.held} of ${score.told}`,
  ].join('   ')
}
