/** The hub as one more process that it watches: through its own door, by the agent that every program embeds. */
import { type Agent, tidemark } from '../agent/index'
import type { HubConfig } from '../lib/hub/config'
import type { RunningHub } from '../lib/hub/hub'

const SERVICE = 'tidemark'
const INSTANCE = 'hub'

/** Starts to watch; the agent is to be stopped before the hub is. */
export function watchSelf(hub: RunningHub, config: HubConfig, version: string): Agent {
  const agent = tidemark({
    url: hub.address,
    service: SERVICE,
    instance: INSTANCE,
    version,
    ...(config.agentToken === null ? {} : { token: config.agentToken }),
    // A snapshot of a hub with ten thousand processes would stop it for a minute.
    allow: { heapSnapshot: false },
  })
  const { readings } = hub
  agent.counter('load.requests', readings.frames, { help: 'Frames that came for the first time.' })
  agent.clients('agents', readings.agents, { max: readings.agentsMax })
  agent.clients('viewers', readings.viewers)
  agent.registry('processes', readings.processes, {
    max: readings.processesMax,
    help: 'Live, stale and gone; past the bound the one that is away for longest leaves.',
  })
  agent.pool('judging', readings.judging, {
    max: readings.judgingMax,
    help: 'Frames that wait for the detector and the rules.',
  })
  agent.pending('unwritten', () => readings.unwritten().messages, { help: 'Messages of frames that are not on disk.' })
  agent.gauge('history.write_lag_ms', () => readings.unwritten().oldestMs, {
    unit: 'ms',
    help: 'Age of the oldest frames that are not on disk.',
  })
  return agent
}
