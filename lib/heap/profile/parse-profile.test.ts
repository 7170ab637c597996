import { describe, expect, it } from 'vitest'
import { madeProfile } from '../testing/made-profile'
import { HeapProfileError, parseHeapProfile, PROFILE_LIMITS } from './parse-profile'

const frame = { functionName: 'f', scriptId: '1', url: 'file:///a.js', lineNumber: 0, columnNumber: 0 }
const refusal = (value: unknown) => {
  try {
    parseHeapProfile(typeof value === 'string' ? value : JSON.stringify(value))
  } catch (error) {
    if (error instanceof HeapProfileError) return error.message
    throw error
  }
  return 'none'
}

describe('a heap profile', () => {
  it('is read into nodes of which each comes after its parent, with lines that count from one', () => {
    const text = madeProfile([
      { stack: ['main file:///a.js:1', 'work file:///a.js:7'], bytes: 3 },
      { stack: ['(GC)'], bytes: 5 },
    ])
    const { sites, parents, selfBytes } = parseHeapProfile(text)
    expect(sites.map(({ functionName, line }) => [functionName, line])).toEqual([
      ['(root)', null],
      ['main', 1],
      ['(GC)', null],
      ['work', 7],
    ])
    expect([...parents]).toEqual([-1, 0, 0, 1])
    expect([...selfBytes]).toEqual([0, 0, 5, 3])
  })

  it('calls a function without a name anonymous, and the body of a module a module', () => {
    const children = [
      { callFrame: { ...frame, functionName: '' }, selfSize: 1, children: [] },
      { callFrame: { ...frame, functionName: '', lineNumber: 4 }, selfSize: 1, children: [] },
    ]
    const { sites } = parseHeapProfile(JSON.stringify({ head: { callFrame: frame, selfSize: 0, children } }))
    expect(sites.map(({ functionName }) => functionName)).toEqual(['f', '(module)', '(anonymous)'])
  })

  it('is refused with a sentence that says what was wrong and where', () => {
    const head = (node: object) => ({ head: { callFrame: frame, selfSize: 0, children: [node] } })
    expect(refusal('{"head":')).toMatch(/^The heap profile is not JSON: /u)
    expect(refusal([])).toBe(
      'The heap profile has no "head"; a .heapprofile is an object with the root of a tree in it.',
    )
    expect(refusal(head({ callFrame: frame, selfSize: -1 }))).toBe(
      '"selfSize" of node 1 of the heap profile must be a number of bytes, from 0 on.',
    )
    expect(refusal(head({ selfSize: 1 }))).toBe('Node 1 of the heap profile has no "callFrame".')
    expect(refusal(head({ callFrame: frame, selfSize: 1, children: 5 }))).toBe(
      '"children" of node 1 of the heap profile must be a list.',
    )
    expect(refusal(head({ callFrame: { url: 1 }, selfSize: 1 }))).toBe(
      'The "callFrame" of node 1 of the heap profile lacks a "functionName" or a "url".',
    )
  })

  it('is refused where it is deeper than any stack, without a deep stack of the reader', () => {
    const depth = PROFILE_LIMITS.depth + 10
    const open = `{"callFrame":${JSON.stringify(frame)},"selfSize":0,"children":[`
    const text = `{"head":${open.repeat(depth)}${']}'.repeat(depth)}}`
    expect(refusal(text)).toBe(`The heap profile is more than ${PROFILE_LIMITS.depth} calls deep at node 4097.`)
  })
})
