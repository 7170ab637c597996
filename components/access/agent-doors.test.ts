import { expect, it } from 'vitest'
import type { AgentTokenView } from '../../lib/protocol/access'
import { agentDoors } from './agent-doors'

const NOW = 1_000_000
const token = (service: string, createdAtMs: number, expiresAtMs: number | null = null): AgentTokenView => ({
  id: `${service}-${createdAtMs}`,
  service,
  ending: 'abcd',
  createdAtMs,
  createdBy: 'Ada',
  expiresAtMs,
  lastUsedAtMs: null,
})

it('a service stands with its tokens, the newest first, and with the last moment at which anything else opens it', () => {
  const doors = agentDoors(
    {
      hasSharedToken: true,
      services: [
        { service: 'api', othersUntilMs: NOW + 5 },
        { service: 'gateway', othersUntilMs: null },
        { service: 'shut', othersUntilMs: null },
      ],
      tokens: [token('gateway', 1, NOW + 9), token('gateway', 2), token('api', 3)],
    },
    NOW,
  )
  expect(doors.map(({ service, tokens, graceUntilMs }) => [service, tokens.map(({ id }) => id), graceUntilMs])).toEqual(
    [
      ['api', ['api-3'], NOW + 5],
      ['gateway', ['gateway-2', 'gateway-1'], NOW + 9],
      ['shut', [], null],
    ],
  )
})

it('a time of grace that is over is none', () => {
  const [door] = agentDoors(
    {
      hasSharedToken: false,
      services: [{ service: 'a', othersUntilMs: NOW }],
      tokens: [token('a', 1, NOW - 1), token('a', 2)],
    },
    NOW,
  )
  expect(door?.graceUntilMs).toBe(null)
})
