import { NoArchive, openArchive, type Archive } from '../../lib/history/sqlite/open-archive'
import { BadFlag } from '../bad-flag'
import { type HistorySource, NO_POINTS } from './history-source'

/** The history in a data folder that no hub has open. @throws BadFlag */
export function folderSource(folder: string): HistorySource {
  const archive = open(folder)
  return {
    processes: async () =>
      archive.processes().map(({ process, life: { service, instance } }) => {
        return { id: process, service, instance, series: archive.declared(process) }
      }),
    points: async (process, names, range, stepMs) => {
      const found = new Map(archive.series({ process, names, ...range, stepMs }).map((one) => [one.name, one]))
      return names.map((name) => found.get(name) ?? NO_POINTS)
    },
    close: () => archive.close(),
  }
}

function open(folder: string): Archive {
  try {
    return openArchive(folder, (level, message) => {
      if (level !== 'info') process.stderr.write(`tidemark: ${message}\n`)
    })
  } catch (error) {
    if (!(error instanceof NoArchive)) throw new BadFlag(error instanceof Error ? error.message : String(error))
    throw new BadFlag(
      error.why === 'missing'
        ? `there is no history in ${folder}; say with --data where a hub keeps its own, or with --url where one runs.`
        : `a hub has ${error.file} open; read from that hub with --url http://127.0.0.1:4600, or stop it first.`,
    )
  }
}
