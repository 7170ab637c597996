import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTrace } from '../lib/growth/testing/families'
import { analyze } from './analyze'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'tidemark-analyze-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

function run(files: string[], json = true): { status: number; lines: string[]; faults: string[] } {
  const [lines, faults]: [string[], string[]] = [[], []]
  const status = analyze(files, json, { line: (text) => lines.push(text), fault: (text) => faults.push(text) })
  return { status, lines, faults }
}

/** A trace of the project's own as a CSV. */
function csv(family: string, seed: number, time: (atS: number) => string): string {
  const rows = makeTrace(family, seed).rows.map(({ atS, values }) => `${time(atS)},${Math.round(values[0] as number)}`)
  return `# kind: memory\n# unit: bytes\n# source: rss\nt,value\n${rows.join('\n')}\n`
}

const GOOD = '# kind: gauge\nt,value\n0,1\n1,2\n2,1\n'

describe('a damaged file gets one sentence with its line, and the others are judged', () => {
  test.each([
    ['a row with too few values', 't,value\n0,1\n1\n', /line 3: the row has one value, and the header names 2 columns/],
    ['a value that is no number', 't,value\n0,1\n1,two\n', /line 3: "value" is "two"/],
    ['NaN', 't,value\n0,1\n1,NaN\n', /line 3: "value" is "NaN"/],
    ['an empty value', 't,value\n0,1\n1,\n', /line 3: "value" is empty/],
    ['a time that goes back', 't,value\n0,1\n5,1\n4,1\n', /line 4: the time goes back, from 5 to 4/],
    ['a time that is none', 't,value\n0,1\nnoon,1\n', /line 3: "t" is "noon"/],
    ['no header', '0,1\n1,2\n', /line 1: there is no header/],
    ['nothing but notes', '# kind: memory\n', /there is no header/],
    ['a header and no row', 't,value\n', /no row after it/],
    ['an empty file', '', /it is empty/],
    ['infinity', 't,value\n0,1\n1,Infinity\n', /line 3: "value" is "Infinity"/],
    ['a file that was cut off', 't,value\n0,1\n1,', /line 3: "value" is empty/],
    [
      'seconds after ISO time',
      't,value\n2026-01-01T00:00:00Z,1\n5,2\n',
      /line 3: "t" is "5", and the first row has ISO time/,
    ],
    [
      'a kind that nobody knows',
      '# source: rss\n# kind: banana\nt,value\n0,1\n',
      /line 2: the header's kind is "banana"/,
    ],
    ['a max below nothing', '# kind: pool\n# max: -3\nt,value\n0,1\n', /line 2: the header's max is "-3"/],
  ])('%s', (name, text, sentence) => {
    const [bad, good] = [write(`${name}.csv`, text), write('good.csv', GOOD)]
    const { status, lines, faults } = run([bad, good])
    expect(status).toBe(2)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(sentence)
    expect(faults[0]).toContain(bad)
    expect(lines.map((line) => (JSON.parse(line) as { file: string }).file)).toEqual([good])
  })

  test('a folder', () => {
    const { status, faults } = run([folder])
    expect(status).toBe(2)
    expect(faults).toEqual([`${folder}: it is a folder.`])
  })

  test('a file that is not there', () => {
    const { status, faults } = run([join(folder, 'none.csv')])
    expect(status).toBe(2)
    expect(faults[0]).toMatch(/no such file/)
  })
})

describe('a good file', () => {
  test('gets one line of JSON with all that the contract names', () => {
    const { status, lines } = run([write('flat.csv', csv('ok-flat', 101, String))])
    expect(status).toBe(0)
    expect(Object.keys(JSON.parse(lines[0] ?? '{}') as object)).toEqual([
      'file',
      'verdict',
      'flaggedAt',
      'clearedAt',
      'slopePerHour',
      'slopeCi90',
      'slopeFrom',
      'unit',
      'reason',
    ])
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ flaggedAt: null, clearedAt: null, unit: 'bytes' })
  })

  test('a leak is flagged at the t of a row, with the slope of that moment', () => {
    const { lines } = run([write('leak.csv', csv('leak-straight', 104, String))])
    const told = JSON.parse(lines[0] ?? '{}') as { flaggedAt: number; slopeFrom: number; slopeCi90: [number, number] }
    expect(told.flaggedAt).toBeGreaterThan(told.slopeFrom)
    expect(told.slopeCi90[0]).toBeGreaterThan(0)
  })

  test('times in ISO are answered in ISO', () => {
    const iso = (atS: number): string => new Date(Date.UTC(2026, 0, 5) + atS * 1000).toISOString()
    const { lines } = run([write('iso.csv', csv('leak-straight', 104, iso))])
    expect((JSON.parse(lines[0] ?? '{}') as { flaggedAt: string }).flaggedAt).toMatch(/^2026-01-\d\dT/)
  })

  test('without --json it is a sentence that names the file', () => {
    const file = write('plain.csv', GOOD)
    const { lines } = run([file], false)
    expect(lines[0]).toContain(`${file}: collecting.`)
  })
})
