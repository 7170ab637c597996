import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { expect, it, onTestFinished } from 'vitest'
import { redactStrings } from '../protocol/heap-snapshot/redact'
import type { HeapReport } from './snapshot/analyse'
import { compareFiles } from './testing/analysed'
import { observe } from './testing/observed'

it('snapshots without their strings say the same as those with them', async () => {
  const { folder, snapshots } = await observe('unbounded-map.mjs', 500)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const blank = (file: string) =>
    pipeline(createReadStream(file), (chunks) => redactStrings(chunks), createWriteStream(`${file}.blank`))
  await Promise.all(snapshots.map(blank))
  const [whole, blanked] = [
    await compareFiles(snapshots),
    await compareFiles([`${snapshots[0]}.blank`, `${snapshots[1]}.blank`]),
  ]
  expect(blanked.rows[0]?.path?.sentence).toContain('500 new Session are kept by Map `sessions` of SessionStore')
  expect(said(blanked)).toEqual(said(whole))
})

/** All that is told. Which of V8's own long names stay in a path's steps depends on what the program happens to hold. */
function said({ rows, ...totals }: HeapReport): unknown {
  return {
    ...totals,
    rows: rows.map(({ path, ...row }) => ({ ...row, sentence: path?.sentence, steps: path?.steps.length })),
  }
}
