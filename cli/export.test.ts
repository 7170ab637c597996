/** `tidemark export` and `tidemark import`: what the one wrote goes back in with the other. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openArchive } from '../lib/history/sqlite/open-archive'
import type { SeriesDeclaration } from '../lib/protocol/agent-wire'
import { processId } from '../lib/protocol/process-id'
import { type BuiltProgram, buildProgram } from './testing/build-program'
import { A, B, C, fill, T0 } from './testing/exported-history'

let folder: string
let program: string
let original: string

let built: BuiltProgram

beforeAll(async () => {
  built = await buildProgram()
  ;({ folder, program } = built)
  original = join(folder, 'original')
  await fill(original)
})
afterAll(() => built.remove())

const hasPromtool = spawnSync('promtool', ['--version']).status === 0

/** Prometheus' own reader of the format takes it. */
function expectBlocksFrom(file: string, data: string): void {
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, join(data, 'blocks')])
  expect([made.status, made.stderr.toString()]).toEqual([0, ''])
  rmSync(join(data, 'blocks'), { recursive: true })
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { PATH = '' } = process.env
  return spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', PATH, TIDEMARK_LOG: 'silent' },
    cwd: folder,
    maxBuffer: 1e9,
  })
}

function written(...args: string[]): string {
  const { status, stdout, stderr } = run('export', '--data', original, ...args)
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^tidemark: wrote \d+ points of \d+ processes\.\n$/u)])
  return stdout
}

/** All that a folder holds: each process with its series and their points. */
function contentOf(dataFolder: string): unknown {
  const archive = openArchive(dataFolder, () => undefined)
  const content = archive.processes().map(({ process, life: { service, instance } }) => {
    const series = archive.declared(process).toSorted((a, b) => a.name.localeCompare(b.name))
    const names = series.map(({ name }) => name)
    const points = archive.series({ process, names, fromMs: 0, toMs: 1e14 }).map(({ atMs, mean }) =>
      // Points of one time have no order among themselves: that of lives is not told.
      Array.from(atMs, (at, row) => [at, mean[row] as number]).sort(byTimeThenValue),
    )
    return { service, instance, series, points }
  })
  archive.close()
  return content
}

function byTimeThenValue([at = 0, value = 0]: number[], [otherAt = 0, otherValue = 0]: number[]): number {
  return at - otherAt || String(value).localeCompare(String(otherValue))
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(folder, 'data-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

describe('what tidemark export wrote', () => {
  it.each([
    ['csv', (one: SeriesDeclaration) => one],
    ['jsonl', (one: SeriesDeclaration) => one],
    // The format has no place for a pool's maximum, or for what a series must match.
    ['openmetrics', ({ name, kind, unit }: SeriesDeclaration) => ({ name, kind, unit })],
  ])(
    'as %s goes back in with tidemark import: the same series, points and times, once, however often',
    (format, kept) => {
      const data = temporaryFolder()
      const file = join(data, `export.${format}`)
      const exported = run('export', '--data', original, '--format', format, '--out', file)
      expect([exported.status, exported.stdout]).toEqual([0, ''])
      expect(exported.stderr).toBe(`tidemark: wrote 8010 points of 3 processes to ${file}.\n`)
      if (format === 'openmetrics' && hasPromtool) expectBlocksFrom(file, data)
      const wanted = (contentOf(original) as { series: SeriesDeclaration[] }[]).map((one) => ({
        ...one,
        series: one.series.map(kept),
      }))
      for (let times = 0; times < 2; times++) {
        const imported = run('import', file, '--data', join(data, 'new'))
        expect([imported.status, imported.stderr]).toEqual([
          0,
          expect.stringMatching(/^tidemark: took \d+ points from \S+\.\n$/u),
        ])
        expect(contentOf(join(data, 'new'))).toEqual(wanted)
      }
      expect(readdirSync(data).toSorted()).toEqual([`export.${format}`, 'new'])
    },
  )

  it('is a line a point in CSV, and a line a frame in JSON lines', () => {
    const [header, first, second] = written('--process', processId('gate "way", 1', 'a/0'), '--from', String(T0)).split(
      '\n',
    )
    const time = new Date(T0).toISOString()
    expect(header).toBe('service,instance,series,kind,unit,max,matches,time,value')
    expect(first).toBe(`"gate ""way"", 1",a/0,memory.rss,memory,bytes,,,${time},100000000`)
    expect(second).toBe(`"gate ""way"", 1",a/0,pool.mesh,pool,count,10,,${time},0`)
    expect(written()).toContain(`,"'=HYPERLINK(""http://x.example"",""a"")",memory.rss,`)
    const lines = written('--format', 'jsonl').split('\n')
    expect(JSON.parse(lines[0] as string)).toEqual({ service: 'gate "way", 1', instance: 'a/0', series: [A, B, C] })
    expect(JSON.parse(lines[1] as string)).toEqual({
      service: 'gate "way", 1',
      instance: 'a/0',
      atMs: T0,
      values: { 'memory.rss': 1e8, 'pool.mesh': 0 },
    })
  })

  it('is OpenMetrics with the points of a series together, in the order of time, and its end', () => {
    const lines = written('--format', 'openmetrics', '--process', 'gate "way", 1').split('\n')
    const labels = 'service="gate \\"way\\", 1",instance="a/1",series="memory.rss",kind="memory",unit="bytes"'
    expect(lines).toContain(`tidemark_series_value{${labels}} 1 ${((T0 + 7) / 1_000).toFixed(3)}`)
    expect(lines.slice(-2)).toEqual(['# EOF', ''])
    const series = lines.filter((line) => !line.startsWith('#')).map((line) => line.slice(0, line.indexOf('}')))
    const begins = series.filter((name, at) => name !== series[at - 1])
    expect(begins.length).toBe(new Set(series).size)
  })

  it('is only what was asked for: a range, a series, or the steps of a time', () => {
    const range = ['--from', String(T0 + 1_001), '--to', String(T0 + 3_000), '--series', 'pool.mesh']
    expect(
      written(...range)
        .split('\n')
        .slice(1, -1)
        .map((line) => line.slice(-3)),
    ).toEqual(['Z,1', 'Z,2', 'Z,3'])
    const stepped = written('--step', '1h', '--series', 'memory.rss', '--format', 'jsonl')
    const frames = stepped
      .split('\n')
      .slice(1, 3)
      .map((line) => JSON.parse(line) as { values: object })
    expect(Object.values(frames[0]?.values ?? {})).toEqual([[1e8, expect.any(Number), expect.any(Number)]])
  })

  it.each(['csv', 'jsonl'])(
    'of steps goes in again by their means, with what each series was declared as: %s',
    (format) => {
      const linesOf = (text: string) =>
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { instance: string; atMs?: number; values?: Record<string, unknown> })
      const pointsOf = (text: string) =>
        linesOf(text).flatMap(({ instance, atMs, values }) => (values ? [[instance, atMs, values['pool.mesh']]] : []))
      const options = ['--step', '1h', '--series', 'pool.mesh']
      const means = pointsOf(written(...options, '--format', 'jsonl')).map(([instance, atMs, step]) => [
        instance,
        atMs,
        (step as number[])[1],
      ])
      expect(means.length).toBeGreaterThan(0)
      const file = join(temporaryFolder(), 'stepped')
      writeFileSync(file, written(...options, '--format', format))
      const data = join(file, '..', 'd')
      expect(run('import', file, '--data', data).stderr).toBe(
        `tidemark: took ${means.length} points from ${file}.\ntidemark: ${means.length} of them are means of steps; what was least and most in a step is not kept.\n`,
      )
      const again = run('export', '--data', data, '--format', 'jsonl').stdout
      expect(pointsOf(again)).toEqual(means)
      expect(linesOf(again)[0]).toMatchObject({ series: [{ name: 'pool.mesh', kind: 'pool', max: 10 }] })
    },
  )

  it('is the same from a hub that runs as from its folder', async () => {
    const data = temporaryFolder()
    await fill(data)
    const fromFolder = run('export', '--data', data, '--format', 'jsonl')
    const hub = spawn(process.execPath, [program, 'start', '--port', '0', '--data', data], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const url = await addressOf(hub)
    const busy = run('export', '--data', data)
    expect([busy.status, busy.stderr]).toEqual([
      2,
      `tidemark: a hub has ${join(data, 'history.db')} open; read from that hub with --url http://127.0.0.1:4600, or stop it first.\n`,
    ])
    const fromHub = run('export', '--url', url, '--format', 'jsonl')
    hub.kill('SIGTERM')
    await once(hub, 'exit')
    // JSON over HTTP has no -0, and the hub tells of the series of the newest life alone.
    const newest = (text: string) =>
      text
        .split('\n')
        .filter((line) => !line.includes('"series":'))
        .map((line) => line.replace('-0,', '0,').replace(/"memory\.rss":\d+,/u, ''))
    expect(fromHub.status).toBe(0)
    expect(newest(fromHub.stdout).length).toBeGreaterThan(100)
    expect(newest(fromFolder.stdout).filter((line) => line.includes('a/0'))).toEqual(
      newest(fromHub.stdout).filter((line) => line.includes('a/0')),
    )
  })
})

async function addressOf(hub: ChildProcess): Promise<string> {
  onTestFinished(() => void hub.kill('SIGKILL'))
  let out = ''
  hub.stdout?.on('data', (data: Buffer) => {
    out += data.toString()
  })
  while (!out.includes('\n')) await once(hub.stdout ?? hub, 'data')
  return /http:\S+/u.exec(out)?.[0] ?? ''
}

describe('tidemark import', () => {
  it('tells of a wrong line in one sentence, with status 2, and of a file that is not there', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, 'a,b\n1,2\n')
    expect(run('import', file, '--data', join(file, '..', 'new'))).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `tidemark: ${file}, line 1: the header has no column "service"; it must name service, instance, series, time, value.\n`,
    })
    expect(run('import', 'nowhere.csv', '--data', 'nowhere')).toMatchObject({
      status: 2,
      stderr: 'tidemark: nowhere.csv: there is no such file.\n',
    })
  })
})

describe('tidemark export', () => {
  it.each([
    [['--data', 'nowhere'], 'there is no history in nowhere; say with --data'],
    [['--url', 'hub'], '--url is "hub"; it must be an address such as'],
    [['--url', 'http://127.0.0.1:9'], 'no hub answers at http://127.0.0.1:9: '],
    [['--url', 'http://127.0.0.1:9', '--data', 'x'], '--data and --url do not go together'],
    [['--format', 'xml'], '--format is "xml"; it must be one of csv, jsonl, openmetrics.'],
    [['--from', 'noon'], '--from is "noon"; it must be a time such as'],
    [['--from', '1h', '--to', '2h'], '--from (1h) is after --to (2h)'],
    [['--step', 'x'], '--step is "x"; it must be a time such as 10s or 5m.'],
    [['--step', '10s', '--format', 'openmetrics'], '--step does not go with openmetrics'],
    [['--process', 'x'], 'there is no process or service "x"; there are gate~20'],
    [['--series', 'x'], 'no such process has a series "x"; there are memory.rss, pool.mesh, streams.ws.'],
    [['--out', '/nowhere/at/all'], '/nowhere/at/all cannot be written: '],
  ])('refuses %j in one sentence, with status 2', (args, sentence) => {
    const at = args.includes('--data') || args.includes('--url') ? [] : ['--data', original]
    const { status, stdout, stderr } = run('export', ...at, ...args)
    expect(stderr.slice(0, `tidemark: ${sentence}`.length)).toBe(`tidemark: ${sentence}`)
    expect([status, stdout, stderr.split('\n').length]).toEqual([2, '', 2])
  })

  it('leaves the history that it reads as it was', () => {
    const before = contentOf(original)
    written()
    expect(contentOf(original)).toEqual(before)
    expect(readFileSync(join(original, 'history.db')).length).toBeGreaterThan(0)
  })
})
