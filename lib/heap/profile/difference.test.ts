import { describe, expect, it } from 'vitest'
import { madeProfile, type MadeStack } from '../testing/made-profile'
import { siteWords } from './call-site'
import { profileDifference } from './difference'
import type { FlameNode } from './flame-tree'
import { parseHeapProfile } from './parse-profile'

const made = (...stacks: MadeStack[]) => parseHeapProfile(madeProfile(stacks))

const MAIN = 'main file:///srv/gateway.js:1'
const CONNECT = 'onConnect file:///srv/gateway.js:88'
const CACHE = 'set file:///srv/node_modules/lru-cache/index.js:40'
const TIMERS = 'setTimeout node:timers:140'
const HTTP = 'parserOnHeadersComplete node:_http_common:71'

describe('what grew between two profiles', () => {
  it('is blamed on the nearest frame of the own program, whoever allocated the bytes for it', () => {
    const { rows } = profileDifference(
      made({ stack: [MAIN, CONNECT], bytes: 100 }),
      made(
        { stack: [MAIN, CONNECT], bytes: 150 },
        { stack: [MAIN, CONNECT, CACHE], bytes: 4_000 },
        { stack: [MAIN, CONNECT, TIMERS], bytes: 600 },
        { stack: [MAIN, TIMERS], bytes: 900 },
      ),
    )
    expect(rows.map(({ site, self }) => [siteWords(site), self.grownBytes])).toEqual([
      ['onConnect (gateway.js:88)', 4_650],
      ['main (gateway.js:1)', 900],
    ])
    expect(rows[0]?.self).toEqual({ beforeBytes: 100, afterBytes: 4_750, grownBytes: 4_650 })
    expect(rows[0]?.stack.map(({ functionName }) => functionName)).toEqual(['set', 'onConnect', 'main'])
    expect(rows[1]?.total.grownBytes).toBe(5_550)
  })

  it('is blamed on a package where no own frame is on the stack, and on the runtime where there is no package', () => {
    const { rows } = profileDifference(
      null,
      made({ stack: [CACHE, TIMERS], bytes: 30 }, { stack: [HTTP, TIMERS], bytes: 20 }, { stack: ['(GC)'], bytes: 10 }),
    )
    expect(rows.map(({ site }) => [site.functionName, site.origin])).toEqual([
      ['set', 'package'],
      ['setTimeout', 'runtime'],
      ['(GC)', 'native'],
      ['parserOnHeadersComplete', 'runtime'],
    ])
  })

  it('counts a function that calls itself once in its total', () => {
    const { rows } = profileDifference(null, made({ stack: [MAIN, CONNECT, CONNECT, CONNECT], bytes: 64 }))
    expect(rows.map(({ total }) => total.grownBytes)).toEqual([64, 64])
  })

  it('knows a site again in another life of the program, and tells what shrank as less than nothing', () => {
    const { rows, total } = profileDifference(
      made({ stack: [CONNECT], bytes: 500 }),
      made({ stack: [MAIN], bytes: 10 }, { stack: [CONNECT], bytes: 200 }),
    )
    expect(rows.map(({ site, self }) => [site.functionName, self.grownBytes])).toEqual([
      ['main', 10],
      ['onConnect', -300],
    ])
    expect(total).toEqual({ beforeBytes: 500, afterBytes: 210, grownBytes: -290 })
  })

  it('lists as many rows as it is asked for, and says how many it left out', () => {
    const stacks = Array.from({ length: 30 }, (_, at) => ({
      stack: [`f${at} file:///srv/a.js:${at + 1}`],
      bytes: at + 1,
    }))
    const { rows, leftOut } = profileDifference(null, made(...stacks), { maxRows: 5 })
    expect(rows.map(({ site }) => site.functionName)).toEqual(['f29', 'f28', 'f27', 'f26', 'f25'])
    expect(leftOut).toBe(25)
  })

  it('takes the word of the caller for whose code a file is', () => {
    const { rows } = profileDifference(null, made({ stack: [MAIN, CONNECT], bytes: 8 }), {
      originOf: (url) => (url.includes('gateway') ? 'package' : 'own'),
    })
    expect(rows[0]?.site.origin).toBe('package')
  })
})

describe("what Tidemark's agent takes itself", () => {
  const AGENT = 'take file:///srv/node_modules/@tidemark/agent/dist/index.cjs:1'
  const GETTER = 'bytesOf file:///srv/gateway.js:120'
  const before = made({ stack: [AGENT, TIMERS], bytes: 1_000 }, { stack: [MAIN], bytes: 10 })
  const after = made(
    { stack: [TIMERS, AGENT, TIMERS], bytes: 500_000 },
    { stack: [AGENT, CACHE, TIMERS], bytes: 3_000 },
    { stack: [AGENT, GETTER], bytes: 700 },
    { stack: [MAIN, AGENT], bytes: 210 },
  )

  it('is told apart, and is in no row, no total and not in the flame graph', () => {
    const { rows, agent, total, flame } = profileDifference(before, after)
    expect(agent).toEqual({ beforeBytes: 1_000, afterBytes: 503_000, grownBytes: 502_000 })
    expect(rows.map(({ site, self }) => [siteWords(site), self.grownBytes])).toEqual([
      ['bytesOf (gateway.js:120)', 700],
      ['main (gateway.js:1)', 200],
    ])
    expect(total.grownBytes).toBe(900)
    expect(flame.grownBytes).toBe(910)
  })

  it('is not what the program allocates when the agent asks it, nor what it has the agent do', () => {
    const { rows } = profileDifference(null, after)
    expect(rows.map(({ site, self }) => [site.functionName, self.afterBytes])).toEqual([
      ['bytesOf', 700],
      ['main', 210],
    ])
  })
})

describe('the flame graph of what grew', () => {
  it('has widths that never add up to more than their parent, though something shrank', () => {
    const { flame } = profileDifference(
      made({ stack: [MAIN], bytes: 900 }, { stack: [MAIN, CONNECT, CACHE], bytes: 10 }),
      made({ stack: [MAIN, CONNECT], bytes: 40 }, { stack: [MAIN, CONNECT, CACHE], bytes: 100 }),
    )
    const check = (node: FlameNode): void => {
      const below = node.children.reduce((sum, child) => sum + child.grownBytes, 0)
      expect(below + node.selfGrownBytes).toBe(node.grownBytes)
      node.children.forEach(check)
    }
    check(flame)
    expect(flame.grownBytes).toBe(130)
    expect(flame.children[0]?.children[0]?.site.functionName).toBe('onConnect')
    expect(flame.beforeBytes).toBe(910)
  })

  it('leaves out what is narrower than a pixel, and has at most 2,000 nodes', () => {
    const stacks = Array.from({ length: 3_000 }, (_, at) => ({
      stack: [`f${at} file:///a.js:${at + 1}`],
      bytes: 1_000,
    }))
    const count = ({ children }: FlameNode): number => children.reduce((sum, child) => sum + count(child), 1)
    expect(count(profileDifference(null, made(...stacks)).flame)).toBe(1)
    expect(count(profileDifference(null, made(...stacks.slice(0, 1_900))).flame)).toBe(1_901)
  })
})
