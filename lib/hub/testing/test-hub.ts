/** A real hub on a free port with a real SQLite history in a folder of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStoreInThread } from '../../history/sqlite/open-store'
import type { Store } from '../../history/store'
import type { HubConfig } from '../config'
import type { RouteRule } from '../http/route-access'
import { type RunningHub, startHub } from '../hub'
import type { Patience } from '../patience'
import type { MemoryReading } from '../pressure/memory-pressure'
import { DEFAULT_HUB_SETTINGS } from '../settings'

export interface TestHub extends RunningHub {
  dataFolder: string
  dashboardFolder: string
  /** A GET, with the answer's body as JSON where it is that. */
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: unknown }>
  /** Stops this hub and starts one on the same port and the same history. */
  restart(): Promise<TestHub>
  /** Stops the hub and removes its folder. */
  end(): Promise<void>
}

export interface TestHubOptions {
  config?: Partial<HubConfig>
  dataFolder?: string
  dashboardFolder?: string
  /** How long appended frames gather; a second in earnest. */
  commitEveryMs?: number
  /** Stands between the hub and its real history, to make it fail. */
  wrapStore?: (store: Store) => Store
  patience?: Patience
  /** Memory that the hub believes to take. */
  readMemory?: () => MemoryReading
  onRoute?: (route: RouteRule) => void
}

export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'tidemark-hub-')))
  const dashboardFolder = options.dashboardFolder ?? join(dataFolder, 'no-dashboard')
  const config: HubConfig = {
    port: 0,
    host: '127.0.0.1',
    dataFolder,
    agentToken: null,
    adminPassword: null,
    maxAgents: 100,
    maxSeries: 10_000,
    logLevel: 'silent',
    devOrigin: null,
    publicUrl: null,
    tls: null,
    trustedProxies: [],
    memoryBytes: null,
    channelsMayReachPrivate: true,
    watchSelf: false,
    oidc: null,
    settings: DEFAULT_HUB_SETTINGS,
    ...options.config,
  }
  const hub = await startHub(config, {
    dashboardFolder,
    version: '0.0.0-test',
    ...(options.patience ? { patience: options.patience } : {}),
    ...(options.readMemory ? { readMemory: options.readMemory } : {}),
    ...(options.onRoute ? { onRoute: options.onRoute } : {}),
    openStore: async ({ dataFolder: folder }) => {
      const store = await openStoreInThread({ folder, commitEveryMs: options.commitEveryMs ?? 20 })
      return options.wrapStore ? options.wrapStore(store) : store
    },
  })
  return {
    ...hub,
    dataFolder,
    dashboardFolder,
    get: (path, headers = {}) => get(`${hub.address}${path}`, headers),
    restart: async () => {
      await hub.stop()
      const port = Number(new URL(hub.address).port)
      return startTestHub({ ...options, dataFolder, config: { ...options.config, port } })
    },
    end: async () => {
      await hub.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function get(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url, { headers })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
}
