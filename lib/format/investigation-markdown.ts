/** An investigation as Markdown, for an issue or a report. */
import type { InvestigationAnswer, RunAnswer, RunComparison } from '../protocol/investigations'
import type { Unit } from '../protocol/vocabulary'
import { escapedMarkdown } from './finding-markdown'
import {
  comparedInterval,
  comparedText,
  loadText,
  RUN_STATE,
  settingsText,
  slopeText,
  steadyText,
  TOGGLE_VERDICT,
} from './investigation-words'
import { notKnown } from './unknown'
import { t } from '../words/en/evidence'

export interface InvestigationReport {
  answer: InvestigationAnswer
  /** Of two runs, where somebody chose them. */
  comparison: RunComparison | null
  /** Where the dashboard shows it. */
  address: string
}

export function investigationMarkdown({ answer, comparison, address }: InvestigationReport): string {
  const { title, question, service, metric, runs, toggles, sentence, nextRun, unit } = answer
  const parts = [
    `# ${escapedMarkdown(title)}`,
    ...(question === '' ? [] : [escapedMarkdown(question)]),
    `**${escapedMarkdown(sentence)}** ${escapedMarkdown(nextRun.sentence)}`,
    `\`${metric}\` of ${escapedMarkdown(service)}: <${address}>`,
    table(
      [t('run'), t('settings'), t('slope'), t('n90Interval'), t('load'), t('time'), t('state')],
      runs.map((run) => runCells(run, unit)),
    ),
    ...(toggles.length === 0
      ? []
      : [
          '## Settings',
          toggles
            .map(
              ({ name, verdict, sentence: said }) =>
                `- ${escapedMarkdown(`${name}: ${TOGGLE_VERDICT[verdict].word}. ${said}`)}`,
            )
            .join('\n'),
        ]),
    ...(comparison === null ? [] : comparisonParts(comparison, runs)),
  ]
  return `${parts.join('\n\n')}\n`
}

function runCells(run: RunAnswer, unit: Unit | null): string[] {
  const { slope, interval } = slopeText(run.slopePerHour, run.slopeCi90, unit)
  const load = loadText(run)
  return [
    run.label,
    settingsText(run.settings),
    slope,
    interval ?? notKnown(),
    load === null ? notKnown() : [load.mean, load.range].filter(Boolean).join(', '),
    steadyText(run),
    RUN_STATE[run.state].word,
  ]
}

function comparisonParts(comparison: RunComparison, runs: readonly RunAnswer[]): string[] {
  const label = (id: string) => runs.find((run) => run.id === id)?.label ?? id
  return [
    `## ${escapedMarkdown(label(comparison.before))} and ${escapedMarkdown(label(comparison.after))}`,
    escapedMarkdown(comparison.sentence),
    table(
      [t('what'), t('before'), t('after'), t('difference'), t('n90Interval')],
      comparison.rows.map((row) => [
        row.title,
        comparedText(row, 'before'),
        comparedText(row, 'after'),
        comparedText(row, 'difference'),
        comparedInterval(row, 'difference') ?? notKnown(),
      ]),
    ),
  ]
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapedMarkdown(cell)).join(' | ')} |`
  return [line(heads), `|${heads.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n')
}
