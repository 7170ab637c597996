/** What an investigation says becomes evidence and a note of a finding. */
import { type Finding, FINDING_LIMITS } from '../../protocol/findings'
import type { InvestigationAnswer } from '../../protocol/investigations'
import type { FindingBook } from '../findings/finding-book'

/** `null`: there is no such finding. Rejects with `RangeError` where it has too many notes or links. */
export async function attachTo(
  findings: FindingBook,
  finding: string,
  by: string,
  answer: InvestigationAnswer,
): Promise<Finding | null> {
  const before = findings.all().find(({ id }) => id === finding)
  if (before === undefined) return null
  const link = `/investigations?id=${encodeURIComponent(answer.id)}`
  const others = before.evidence.filter((one) => one.link !== link)
  if (others.length >= FINDING_LIMITS.evidence)
    throw new RangeError(`a finding has at most ${FINDING_LIMITS.evidence} links; remove some first.`)
  const evidence = [...others, { title: `Investigation: ${answer.title}`.slice(0, FINDING_LIMITS.titleChars), link }]
  return findings.change(finding, { evidence, note: { by, text: answer.sentence.slice(0, FINDING_LIMITS.textChars) } })
}
