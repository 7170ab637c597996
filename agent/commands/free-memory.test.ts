import { freemem } from 'node:os'
import { expect, test } from 'vitest'
import { freeMemory } from './free-memory'

const MACHINE = 8e9
const files = (all: Record<string, string>) => (path: string) => all[path] ?? null

test('Without a limit it is what the machine has; on this machine that is a number of bytes.', () => {
  expect(freeMemory(MACHINE, () => null)).toBe(MACHINE)
  const read = files({
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': 'max\n',
    '/sys/fs/cgroup/memory.current': '5',
  })
  expect(freeMemory(MACHINE, read)).toBe(MACHINE)
  expect(freeMemory()).toBeGreaterThan(0)
  expect(freeMemory()).toBeLessThanOrEqual(freemem() * 1.5)
})

test('In a container it is the limit less what is used; cached files that nobody uses make room.', () => {
  const read = files({
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '1000000000\n',
    '/sys/fs/cgroup/memory.current': '700000000\n',
    '/sys/fs/cgroup/memory.stat': 'anon 500000000\ninactive_file 200000000\nactive_file 3\n',
  })
  expect(freeMemory(MACHINE, read)).toBe(500_000_000)
})

test('The tightest of a group and all around it counts, also of the first version and of both at once.', () => {
  const read = files({
    '/proc/self/cgroup': '9:name=systemd:/\n4:memory:/pod/app\n0::/pod/app\n',
    '/sys/fs/cgroup/memory/pod/app/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/pod/app/memory.usage_in_bytes': '1\n',
    '/sys/fs/cgroup/memory/pod/memory.limit_in_bytes': '3000000000\n',
    '/sys/fs/cgroup/memory/pod/memory.usage_in_bytes': '2900000000\n',
    '/sys/fs/cgroup/memory/pod/memory.stat': 'cache 1\ntotal_inactive_file 400000000\n',
    '/sys/fs/cgroup/pod/memory.max': '2000000000\n',
    '/sys/fs/cgroup/pod/memory.current': '100000000\n',
  })
  expect(freeMemory(MACHINE, read)).toBe(500_000_000)
})

test('A group that uses more than its limit has nothing left, not less.', () => {
  const read = files({
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '10',
    '/sys/fs/cgroup/memory.current': '90',
  })
  expect(freeMemory(MACHINE, read)).toBe(0)
})
