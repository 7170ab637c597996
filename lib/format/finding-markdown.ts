/** Findings as Markdown, for an issue or a report. */
import { FINDING_STATUSES, type Finding } from '../protocol/findings'
import { formatClock, formatDay } from './clock'
import { t } from '../words/en/evidence'

/** `origin` stands before links into this dashboard, so that they work elsewhere. What is not done comes first. */
export function findingsMarkdown(findings: readonly Finding[], origin: string): string {
  const statuses = FINDING_STATUSES.toSorted((a, b) => Number(a === 'done') - Number(b === 'done'))
  const parts = statuses.flatMap((status) => {
    const those = findings.filter((finding) => finding.status === status)
    return those.length === 0 ? [] : [`## ${capital(status)}`, ...those.map((one) => findingMarkdown(one, origin))]
  })
  return `${['# Findings', ...parts].join('\n\n')}\n`
}

function findingMarkdown({ title, where, evidence, notes, by, createdAtMs }: Finding, origin: string): string {
  const places = where.split('\n').filter((line) => line.trim() !== '')
  const lines = [
    `### ${escapedMarkdown(title)}`,
    '',
    t('foundBy', { by: escapedMarkdown(by), createdAtMs: dayAndTime(createdAtMs) }),
    ...(places.length === 0 ? [] : ['', ...places.map((place) => `- where: ${code(place.trim())}`)]),
    ...(evidence.length === 0 ? [] : ['', ...evidence.map((one) => `- evidence: ${linkOf(one, origin)}`)]),
    ...(notes.length === 0
      ? []
      : [
          '',
          ...notes.map(
            ({ atMs, by: who, text }) => `- ${dayAndTime(atMs)}, ${escapedMarkdown(who)}: ${escapedMarkdown(text)}`,
          ),
        ]),
  ]
  return lines.join('\n')
}

function linkOf({ title, link }: Finding['evidence'][number], origin: string): string {
  const whole = link.startsWith('/') ? `${origin}${link}` : link
  return `[${escapedMarkdown(title)}](<${whole.replaceAll(/[<>\s]/gu, (character) => encodeURIComponent(character))}>)`
}

function dayAndTime(atMs: number): string {
  return `${formatDay(atMs)} ${new Date(atMs).getFullYear()} ${formatClock(atMs).slice(0, 5)}`
}

/** One line, in which nothing is markup. */
export function escapedMarkdown(text: string): string {
  return text.replaceAll(/\s*\n\s*/gu, ' ').replaceAll(/[\\`*_{}[\]<>#|]/gu, String.raw`\$&`)
}

/** Fenced by more backticks than are in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
