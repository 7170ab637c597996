/** Ids that follow from what they are of and from when: the same history makes the same ids, before and after a restart. */
import type { AlertGroup, SilenceInput } from '../protocol/alerts'
import type { FlagWord } from '../protocol/vocabulary'

/** What an alert is of. A line break cannot stand in any of the names. */
export function alertKey(rule: FlagWord, process: string, series: string | undefined): string {
  return `${rule}\n${process}\n${series ?? ''}`
}

export function alertId(rule: FlagWord, key: string, pendingAtMs: number): string {
  return `${rule}-${hashOf(key)}-${timeOf(pendingAtMs)}`
}

export function groupId({ service, rule }: AlertGroup): string {
  return `group-${rule}-${hashOf(service)}`
}

export function episodeId({ service, rule }: AlertGroup, openedAtMs: number): string {
  return `${rule}-${hashOf(service)}-${timeOf(openedAtMs)}`
}

export function silenceId({ match, fromMs, toMs, by, why }: SilenceInput, nowMs: number): string {
  const labels = Object.entries(match.labels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const content = [match.service, match.process, match.rule, labels, fromMs, toMs, by, why]
  return `silence-${hashOf(JSON.stringify(content))}-${timeOf(nowMs)}`
}

function timeOf(atMs: number): string {
  return Math.round(atMs).toString(36)
}

/** 53 bits of a text (cyrb53, by bryc; public domain), which are enough for some millions of names. */
function hashOf(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
}
