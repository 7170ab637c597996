/** The programs of the demo fleet, as data. */
export interface MemberPlan {
  /** Unique in the fleet. */
  name: string
  /** Which program, `NAME.cjs` beside the fleet's own. */
  program: 'gateway' | 'api' | 'worker' | 'reports' | 'small-server' | 'driver'
  args: readonly string[]
  /** V8's limit for its old generation, in MiB: a program that leaks dies of it, and is started again. */
  heapLimitMib: number
  /**
   * V8's limit for half of its young generation, in MiB. A small one makes major collections frequent, so that the live sets
   * of small programs are known after seconds.
   */
  youngMib: number
  /** The most files and sockets that it may have open. Default: what the fleet may have. */
  openFilesMax?: number
  /** How long it may live, where its supervisor restarts it all the time. */
  restartEveryMs?: number
}

const gateway = (fault?: string): MemberPlan => ({
  name: `gateway/${fault ?? 'bounded'}`,
  program: 'gateway',
  args: fault === undefined ? [] : ['--fault', fault],
  heapLimitMib: 256,
  youngMib: 1,
})

const smallServer = (fault?: string): MemberPlan => ({
  name: `small-server/${fault ?? 'bounded'}`,
  program: 'small-server',
  args: fault === undefined ? [] : ['--fault', fault],
  // As a server has that nobody gave a limit: its bursts move the heap by a few MiB, which is much of a small one.
  heapLimitMib: 4_096,
  youngMib: 1,
  // The bounded one keeps its limits within these; so does each faulty one that has them.
  ...(fault === undefined || fault === 'accept-loop' ? { openFilesMax: 192 } : {}),
})

/** Not in the demo, but to be had by name: faults of a kind that the demo shows already, and those of a small HTTP server. */
export const MORE_MEMBERS: readonly MemberPlan[] = [
  gateway('silent-kept'),
  smallServer(),
  smallServer('accept-loop'),
  smallServer('half-kept'),
  smallServer('eager-handler'),
  smallServer('children-kept'),
  smallServer('query-keys'),
  smallServer('no-limit'),
]

export const FLEET: readonly MemberPlan[] = [
  gateway(),
  gateway('streams-kept'),
  gateway('calls-kept'),
  gateway('no-sweep'),
  gateway('no-bound'),
  { name: 'api/listeners', program: 'api', args: [], heapLimitMib: 256, youngMib: 1 },
  { name: 'worker/batches', program: 'worker', args: [], heapLimitMib: 512, youngMib: 8 },
  { name: 'reports/nightly', program: 'reports', args: [], heapLimitMib: 256, youngMib: 1, restartEveryMs: 40_000 },
  { name: 'driver', program: 'driver', args: [], heapLimitMib: 256, youngMib: 1 },
]
