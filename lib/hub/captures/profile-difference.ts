/** What grew between two captured profiles, read from their files. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type KnownPlace, withAgentSites } from '../../heap/profile/agent-sites'
import { profileDifference } from '../../heap/profile/difference'
import { type HeapProfile, HeapProfileError, parseHeapProfile, PROFILE_LIMITS } from '../../heap/profile/parse-profile'
import { applySourceMaps } from '../../heap/profile/source-maps'
import { isRecord } from '../../protocol/checks'
import type { SourceMapText } from '../../protocol/commands'
import type { ProfileAnswer } from '../../protocol/profile-answer'

const unzip = promisify(gunzip)

/** Throws `HeapProfileError` where a file is no profile. */
export async function differenceOf(before: string | null, after: string): Promise<ProfileAnswer> {
  const first = before === null ? null : await read(before)
  const second = await read(after)
  const faults = [...new Set([...(first?.faults ?? []), ...second.faults])]
  return { ...profileDifference(first?.profile ?? null, second.profile), faults }
}

async function read(path: string): Promise<{ profile: HeapProfile; faults: string[] }> {
  const text = (await unzip(await readFile(path), { maxOutputLength: PROFILE_LIMITS.chars })).toString('utf8')
  const content: unknown = JSON.parse(text)
  if (!isRecord(content) || !isRecord(content['profile']))
    throw new HeapProfileError('What the target sent holds no heap profile.')
  const maps = isRecord(content['sourceMaps']) ? content['sourceMaps'] : {}
  const mapOfScript = (url: string) => mapOf(maps, url)
  const { profile, faults } = applySourceMaps(parseHeapProfile(JSON.stringify(content['profile'])), mapOfScript)
  const agent = placeOf(content['agent'])
  return { profile: agent === null ? profile : withAgentSites(profile, agent, mapOfScript), faults }
}

/** `null`: an agent that does not tell. */
function placeOf(input: unknown): KnownPlace | null {
  if (!isRecord(input)) return null
  const { url, line, column, isWhole } = input
  const isPlace = typeof url === 'string' && typeof line === 'number' && typeof column === 'number'
  return isPlace && line >= 1 && column >= 1 ? { url, line, column, isWhole: isWhole === true } : null
}

function mapOf(maps: Record<string, unknown>, url: string): SourceMapText | null {
  const map = Object.hasOwn(maps, url) ? maps[url] : null
  if (!isRecord(map) || typeof map['json'] !== 'string' || typeof map['url'] !== 'string') return null
  return { json: map['json'], url: map['url'] }
}
