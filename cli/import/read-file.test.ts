import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileFault } from '../file-lines'
import { PointBook } from './point-book'
import { PointTaker } from './point-taker'
import { readFile } from './read-file'

describe('a file that is to be imported', () => {
  const header = 'service,instance,series,kind,unit,time,value\n'
  const row = 's,i,a.b,gauge,count,2026-01-02T00:00:00.000Z,1\n'
  const declared = '{"service":"s","instance":"i","series":[{"name":"a","kind":"gauge","unit":"count"}]}\n'
  const sample = 'tidemark_series_value{service="s",instance="i",series="a",kind="gauge",unit="count"}'
  it.each([
    ['', ': it is empty.'],
    [
      'a,b\n1,2\n',
      ', line 1: the header has no column "service"; it must name service, instance, series, time, value.',
    ],
    [`${header}${row}s,i,a.b,gauge,count,1\n`, ', line 3: the row has 6 values, and the header names 7 columns.'],
    [`${header}${row.replace('a.b', '1b')}`, ', line 2: the series\'s name is "1b"; a name is a letter, '],
    [`${header}${row.replace('gauge', 'gouge')}`, ', line 2: the series\'s kind is "gouge"; it must be one of '],
    [
      `${header}${row}${row.replace('gauge', 'pool')}`,
      ', line 3: the series a.b is a pool in count here, and was a gauge',
    ],
    [
      `${header}${row.replace('2026-01-02T00:00:00.000Z', 'noon')}`,
      ', line 2: the time is "noon"; it must be ISO time',
    ],
    [`${header}${row.replace('2026', '1996')}`, ', line 2: the time is 820540800000, before the year 2000'],
    [`${header}${row.replace(',1\n', ',one\n')}`, ', line 2: the value is "one"; it must be a number, or empty'],
    [`${header}"s,i,a,gauge,count,2026-01-02T00:00:00Z,1\n`, ', line 2: a quoted value does not end on its line.'],
    [`${declared}{"service":"s",\n`, ', line 2: it is no JSON: '],
    [
      '{"service":"s","instance":"i","atMs":1767312000000,"values":{"a":1}}\n',
      ', line 1: no line before declares the series "a"',
    ],
    [
      `${declared}{"service":"s","instance":"i","atMs":1767312000000,"values":{"a":"1"}}\n`,
      ', line 2: the value of "a" is "1"',
    ],
    [`${sample} 1 1767312000.000\n`, ', line 1: it does not end with "# EOF": something of it is missing.'],
    [`# TYPE x gauge\nx{a="b"} 1 1767312000.000\n# EOF\n`, ', line 2: the metric is "x"; only tidemark_series_value'],
    [`${sample} one 1767312000.000\n# EOF\n`, ', line 1: the value is "one"; it must be a number.'],
    [
      `${sample.replace('series="a"', 'series=a')} 1 1767312000.000\n# EOF\n`,
      ', line 1: the labels are no labels from "series=a',
    ],
  ])('that begins %j is refused with its line', async (text, sentence) => {
    const file = join(mkdtempSync(join(tmpdir(), 'tidemark-import-')), 'file')
    onTestFinished(() => rmSync(dirname(file), { recursive: true }))
    writeFileSync(file, text)
    const taker = new PointTaker(new PointBook(), Date.now())
    const read = readFile(
      file,
      taker,
      () => null,
      () => undefined,
    )
    await expect(read).rejects.toThrow(FileFault)
    await expect(read).rejects.toThrow(`${file}${sentence}`)
  })
})
