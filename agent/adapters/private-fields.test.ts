import { expect, test } from 'vitest'
import { readingPrivates } from './private-fields'

class Native {
  #queue: object | number
  readonly other = { length: 5 }

  constructor(queue: object | number) {
    this.#queue = queue
  }

  add(): unknown {
    return this.#queue
  }
}

// As TypeScript makes a private field for engines that know none.
// oxlint-disable-next-line no-underscore-dangle -- its name is what it is found by
const _Compiled_queue = new WeakMap<object, object>()
class Compiled {
  constructor(queue: object) {
    _Compiled_queue.set(this, queue)
  }

  add(): unknown {
    return _Compiled_queue.get(this)
  }
}

test('The object in a private field is the very one, whether the field is JavaScript’s own or a WeakMap beside the class.', () => {
  const queue = { length: 3 }
  const found = readingPrivates((read) =>
    [new Native(queue), new Compiled(queue)].map((one) => read(one, 'queue', 'add')),
  )
  expect(found).toHaveLength(2)
  for (const one of found) expect(one).toBe(queue)
})

test('What is not there, is no object, or has no such method, is undefined, and nothing stays behind in the program.', () => {
  const before = Object.getOwnPropertySymbols(globalThis)
  const found = readingPrivates((read) => [
    read(new Native({}), 'list', 'add'),
    read(new Native(7), 'queue', 'add'),
    read(new Compiled({}), 'queue', 'missing'),
    read({}, 'queue', 'toString'),
  ])
  expect(found).toEqual([undefined, undefined, undefined, undefined])
  expect(Object.getOwnPropertySymbols(globalThis)).toEqual(before)
})
