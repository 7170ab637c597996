import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSetting, type SettingTable } from '../protocol/number-setting'
import { checkSettings, DEFAULT_HUB_SETTINGS, HUB_SETTINGS, readSettings } from './settings'

/** The sentence of a refusal. */
function refused(text: string): string {
  const read = checkSettings(text, 'demo.json')
  if (read.ok) throw new Error('it was accepted')
  expect(read.message).toMatch(/^demo\.json, line \d+, column \d+: [^\n]+\.$/u)
  return read.message
}

function paths(table: SettingTable, before: readonly string[] = []): string[][] {
  return Object.entries(table).flatMap(([name, one]) =>
    isSetting(one) ? [[...before, name]] : paths(one, [...before, name]),
  )
}

const nested = (path: readonly string[], value: unknown) =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)

describe('a settings file', () => {
  it('replaces single numbers, and leaves the others at their defaults', () => {
    const text = '{"$schema":"x","growth":{"warmUpMs":1000},"rules":{"saturated":{"holdMs":{"pool":5}}}}'
    expect(checkSettings(text, 'f')).toEqual({
      ok: true,
      value: {
        ...DEFAULT_HUB_SETTINGS,
        growth: { ...DEFAULT_HUB_SETTINGS.growth, warmUpMs: 1_000 },
        rules: {
          ...DEFAULT_HUB_SETTINGS.rules,
          saturated: {
            ...DEFAULT_HUB_SETTINGS.rules.saturated,
            holdMs: { ...DEFAULT_HUB_SETTINGS.rules.saturated.holdMs, pool: 5 },
          },
        },
      },
    })
  })

  it('may say nothing, or every default as it is', () => {
    expect(checkSettings('{}', 'f')).toEqual({ ok: true, value: DEFAULT_HUB_SETTINGS })
    expect(checkSettings(JSON.stringify(DEFAULT_HUB_SETTINGS), 'f')).toEqual({ ok: true, value: DEFAULT_HUB_SETTINGS })
  })

  it('names the line and column of a bad value, what came, what would do, and what it is without', () => {
    const text = `{
  "rules": {},
  "growth": { "warmUpMs": "20 min" }
}`
    expect(refused(text)).toBe(
      'demo.json, line 3, column 27: "growth.warmUpMs" is "20 min"; it must be a whole number of milliseconds from 1000 (1 s) to 2592000000 (30 d); without it, it is 2400000 (40 min).',
    )
  })

  it('names the line of a name that is no setting, and those that are', () => {
    expect(refused('{\n  "growth": {},\n  "rules": {\n    "saturatd": {}\n  }\n}')).toBe(
      'demo.json, line 4, column 5: "rules.saturatd" is no setting; here are maxGapMs, saturated, rejecting, orphaned, notDraining, nearLimit, silent.',
    )
  })

  it.each([
    ['{"charts":{}}', 2, '"charts" is no setting; here are growth, rules'],
    ['{"rules":{"saturated":{"holdMs":7}}}', 33, '"rules.saturated.holdMs" is 7; it must be an object of settings'],
    ['[]', 1, 'the file is a list of 0; it must be an object of settings'],
    ['7', 1, 'the file is 7; it must be an object of settings'],
    ['', 1, 'the file is no JSON: it ends before all is closed'],
    ['{"growth":{}', 13, 'the file is no JSON: it ends before all is closed'],
    ['{"growth":{},}', 14, 'the file is no JSON: "}" does not belong here'],
    ['{} // words', 4, 'the file is no JSON: "/" does not belong here'],
    ['{"growth":{"warmUpMs":NaN}}', 23, 'the file is no JSON: "N" does not belong here'],
    ['{"growth":{},"growth":{}}', 14, '"growth" comes a second time; leave one out'],
    ['{"__proto__":{}}', 2, '"__proto__" is no setting'],
    ['{"growth":{"constructor":1}}', 12, '"growth.constructor" is no setting'],
    ['{"growth":{"warmUpMs":null}}', 23, '"growth.warmUpMs" is null; it must be a whole number'],
    ['{"growth":{"warmUpMs":[1]}}', 23, '"growth.warmUpMs" is a list of 1; it must be a whole number'],
    ['{"growth":{"warmUpMs":1000.5}}', 23, '"growth.warmUpMs" is 1000.5; it must be a whole number'],
    [
      '{"rules":{"saturated":{"atShare":1.01}}}',
      34,
      '"rules.saturated.atShare" is 1.01; it must be a number from 0.001 to 1;',
    ],
    ['{"rules":{"notDraining":{"windowMs":0}}}', 37, 'from 1000 (1 s) to 86400000 (1 d)'],
    ['{"rules":{"notDraining":{"windowsToRaise":0}}}', 43, 'a whole number from 1 to 1000'],
    ['{"growth":{"materialShare":1e400}}', 28, '"growth.materialShare" is Infinity'],
  ])('%s is refused at its column', (text, column, words) => {
    const sentence = refused(text)
    expect(sentence).toContain(`line 1, column ${column}: `)
    expect(sentence).toContain(words)
  })

  it('counts lines as editors do, whatever ends them', () => {
    expect(refused('{\r\n"growth": {\r\n"x": 1}}')).toContain('line 3, column 1: ')
    expect(refused('{\r"x": 1}')).toContain('line 2, column 1: ')
  })

  it.each([
    [
      '{\n"rules": { "nearLimit": {\n  "clearShare": 0.95 } } }',
      'line 3, column 17: "rules.nearLimit.clearShare" (0.95) must be below "rules.nearLimit.atShare" (0.9 where the file says nothing), or the flag would go while memory is near its limit.',
    ],
    [
      '{"rules":{"saturated":{"atShare":0.8,"clearShare":0.8}}}',
      '"rules.saturated.clearShare" (0.8) must be below "rules.saturated.atShare" (0.8), or',
    ],
    [
      '{"rules":{"rejecting":{"holdMs":20000}}}',
      'column 33: "rules.rejecting.apartMs" (20000 where the file says nothing) must be below "rules.rejecting.holdMs" (20000), or a single',
    ],
    [
      '{"rules":{"notDraining":{"startWindowMs":61000}}}',
      '"rules.notDraining.startWindowMs" (61000) must not be above "rules.notDraining.windowMs" (60000 where',
    ],
    [
      '{"rules":{"notDraining":{"windowMs":3600000,"windowsToRaise":6}}}',
      'column 62: "rules.notDraining.windowMs" (3600000), times "rules.notDraining.windowsToRaise" (6), must be below "rules.notDraining.normalMemoryMs" (21600000 where',
    ],
    [
      '{"growth":{"horizonMs":60000}}',
      '"growth.warmUpMs" (2400000 where the file says nothing) must not be above "growth.horizonMs" (60000), or all',
    ],
  ])('%s makes no sense together, at the place of the last of them', (text, words) => {
    expect(refused(text)).toContain(words)
  })

  it.each(paths(HUB_SETTINGS))('says for every setting what would do (%s %s %s %s)', (...given) => {
    const path = given.filter((name) => name !== undefined)
    const sentence = refused(JSON.stringify(nested(path, -1)))
    expect(sentence).toContain(`${JSON.stringify(path.join('.'))} is -1; it must be a`)
    expect(sentence).toMatch(/number( of (milliseconds|bytes))? from [^;]+; without it, it is [^;]+\.$/u)
  })

  it('that the demo runs with is good', () => {
    const file = fileURLToPath(new URL('../../examples/demo-settings.json', import.meta.url))
    expect(readSettings(file, 'f')).toMatchObject({ ok: true, value: { growth: { warmUpMs: 45_000 } } })
  })

  it('is either taken or refused with a sentence, whatever it holds', () => {
    const one = fc
      .constantFrom(...paths(HUB_SETTINGS))
      .chain((path) => fc.jsonValue().map((value) => nested(path, value)))
    fc.assert(
      fc.property(
        fc.oneof(
          one.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (text) => {
          const read = checkSettings(text, 'f')
          if (!read.ok) expect(read.message).toMatch(/^f, line \d+, column \d+: /u)
        },
      ),
      { numRuns: 500 },
    )
  })
})
