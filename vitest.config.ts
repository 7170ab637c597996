import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // The longer name first: the shorter one is its beginning.
    alias: {
      '@tidemark/agent/adapters': fileURLToPath(new URL('./agent/adapters/index.ts', import.meta.url)),
      '@tidemark/agent/bounded': fileURLToPath(new URL('./agent/bounded/index.ts', import.meta.url)),
      '@tidemark/agent': fileURLToPath(new URL('./agent/index.ts', import.meta.url)),
    },
  },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['node_modules/**', 'dist/**', 'out/**', '.next/**', 'e2e/**'],
    // Real servers, sockets and child processes on two shared cores: slow is not wrong.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    // Most of them wait for sockets, timers and children: one more than there are cores.
    maxWorkers: 3,
  },
})
