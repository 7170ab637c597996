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
import { NOT_KNOWN } from './unknown'

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
      ['run', 'settings', 'slope', '90 % interval', 'load', 'time', 'state'],
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
    interval ?? NOT_KNOWN,
    load === null ? NOT_KNOWN : [load.mean, load.range].filter(Boolean).join(', '),
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
      ['what', 'before', 'after', 'difference', '90 % interval'],
      comparison.rows.map((row) => [
        row.title,
        comparedText(row, 'before'),
        comparedText(row, 'after'),
        comparedText(row, 'difference'),
        comparedInterval(row, 'difference') ?? NOT_KNOWN,
      ]),
    ),
  ]
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapedMarkdown(cell)).join(' | ')} |`
  return [line(heads), `|${heads.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n')
}
