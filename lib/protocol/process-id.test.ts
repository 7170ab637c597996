import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PROCESS_ID_MAX_CHARS, processId } from './process-id'

const printable = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' })

it('can be read for usual names, and is the same each time', () => {
  expect(processId('gateway', 'host-a/0')).toBe('gateway.host-a~2f0')
  expect(processId('gateway', 'host-a/0')).toBe(processId('gateway', 'host-a/0'))
})

it('is safe in an address, bounded, and another one for every other service and instance', () => {
  fc.assert(
    fc.property(printable, printable, printable, printable, (service, instance, otherService, otherInstance) => {
      const id = processId(service, instance)
      expect(id).toMatch(/^[A-Za-z0-9_~-]+\.[A-Za-z0-9_~-]+$/u)
      expect(encodeURIComponent(id)).toBe(id)
      if (service !== otherService || instance !== otherInstance) {
        expect(processId(otherService, otherInstance)).not.toBe(id)
      }
    }),
  )
})

it('tells a dot inside a service from the dot between service and instance', () => {
  expect(processId('a.b', 'c')).not.toBe(processId('a', 'b.c'))
})

it('stays within the length that it promises', () => {
  expect(processId('😀'.repeat(200), '😀'.repeat(200)).length).toBe(PROCESS_ID_MAX_CHARS)
})
