import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { expect, it, onTestFinished } from 'vitest'
import { redactStrings } from '../protocol/heap-snapshot/redact'
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
  expect(blanked).toEqual(whole)
})
