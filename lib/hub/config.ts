/** What the hub is told: flags before environment before defaults. Every fault is one sentence. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { show } from '../protocol/checks'
import { readProxies } from './listen/proxies'
import { readTls, type TlsFiles } from './listen/tls'
import { OIDC_FIELDS, type OidcConfig, oidcFault, oidcOf } from './oidc/oidc-config'
import { DEFAULT_HUB_SETTINGS, type HubSettings, readSettings } from './settings'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface HubConfig {
  /** 0: a free one. */
  port: number
  host: string
  /** Absolute; all state is under it. */
  dataFolder: string
  /** `null`: agents need none. */
  agentToken: string | null
  /** `null`: the door is open. */
  adminPassword: string | null
  maxAgents: number
  /** Of all agents together. */
  maxSeries: number
  logLevel: LogLevel
  /** Where `next dev` serves the dashboard while it is worked on; its origin may watch as if it were the hub's own. */
  devOrigin: string | null
  /** Where people reach the dashboard, for links in messages; `null`: where it listens. */
  publicUrl: string | null
  /** `null`: plain HTTP. */
  tls: TlsFiles | null
  /** Addresses and networks of proxies whose word is taken for who asks and how. */
  trustedProxies: string[]
  /** What the hub may take of memory before it begins to shed work, in bytes; `null`: by what the system has. */
  memoryBytes: number | null
  /** Whether channels may reach loopback and private addresses without saying so one by one. */
  channelsMayReachPrivate: boolean
  /** Whether the hub is one of the processes that it watches. */
  watchSelf: boolean
  /** `null`: people log in here alone. */
  oidc: OidcConfig | null
  settings: HubSettings
}

export interface StartFlags {
  port?: string
  host?: string
  data?: string
  settings?: string
  tlsCert?: string
  tlsKey?: string
}

export type ConfigRead = { ok: true; value: HubConfig } | { ok: false; message: string }

interface Field {
  flag?: keyof StartFlags
  env: string
  fallback: string
  schema: z.ZodType
  /** What would do. */
  wanted: string
  /** A secret is never repeated. */
  isSecret?: true
}

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const secret = z.string().regex(/^[\x21-\x7e]{1,200}$/u)

const FIELDS = {
  port: {
    flag: 'port',
    env: 'TIDEMARK_PORT',
    fallback: '4600',
    schema: whole(0, 65_535),
    wanted: 'a whole number from 0 (any free port) to 65535',
  },
  host: {
    flag: 'host',
    env: 'TIDEMARK_HOST',
    fallback: '127.0.0.1',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/u),
    wanted: 'a host name or an address of this machine',
  },
  dataFolder: {
    flag: 'data',
    env: 'TIDEMARK_DATA',
    fallback: '.tidemark',
    schema: z.string().min(1),
    wanted: 'a folder',
  },
  store: { env: 'TIDEMARK_STORE', fallback: 'embedded', schema: z.string(), wanted: '"embedded"' },
  redisUrl: { env: 'TIDEMARK_REDIS_URL', fallback: '', schema: z.string(), wanted: 'unset' },
  agentToken: {
    env: 'TIDEMARK_AGENT_TOKEN',
    fallback: '',
    schema: z.union([z.literal(''), secret]),
    wanted: 'up to 200 printable ASCII characters without blanks',
    isSecret: true,
  },
  adminPassword: {
    env: 'TIDEMARK_ADMIN_PASSWORD',
    fallback: '',
    schema: z.union([z.literal(''), secret]),
    wanted: 'up to 200 printable ASCII characters without blanks',
    isSecret: true,
  },
  maxAgents: {
    env: 'TIDEMARK_MAX_AGENTS',
    fallback: '10000',
    schema: whole(1, 1_000_000),
    wanted: 'a whole number from 1 to 1000000',
  },
  maxSeries: {
    env: 'TIDEMARK_MAX_SERIES',
    fallback: '1000000',
    schema: whole(1, 100_000_000),
    wanted: 'a whole number from 1 to 100000000',
  },
  logLevel: {
    env: 'TIDEMARK_LOG',
    fallback: 'info',
    schema: z.enum(LOG_LEVELS),
    wanted: `one of ${LOG_LEVELS.join(', ')}`,
  },
  devOrigin: {
    env: 'TIDEMARK_DEV_ORIGIN',
    fallback: '',
    schema: z.union([z.literal(''), z.string().regex(/^https?:\/\/[^/\s]+$/u)]),
    wanted: 'an origin such as http://127.0.0.1:3000',
  },
  publicUrl: {
    env: 'TIDEMARK_PUBLIC_URL',
    fallback: '',
    schema: z.union([z.literal(''), z.string().regex(/^https?:\/\/[^\s?#]+$/u)]),
    wanted: 'an address such as https://tidemark.example.com',
  },
  tlsCert: {
    flag: 'tlsCert',
    env: 'TIDEMARK_TLS_CERT',
    fallback: '',
    schema: z.string(),
    wanted: 'a file with a certificate in PEM form',
  },
  tlsKey: {
    flag: 'tlsKey',
    env: 'TIDEMARK_TLS_KEY',
    fallback: '',
    schema: z.string(),
    wanted: 'a file with its key in PEM form',
  },
  trustedProxies: {
    env: 'TIDEMARK_TRUSTED_PROXIES',
    fallback: '',
    schema: z.string().refine((text) => readProxies(text).ok),
    wanted: 'addresses or networks with commas between them, such as 10.0.0.7,192.168.0.0/16',
  },
  memoryMb: {
    env: 'TIDEMARK_MEMORY_MB',
    fallback: '',
    schema: z.union([z.literal(''), whole(128, 1_048_576)]),
    wanted: 'a whole number of megabytes from 128 to 1048576',
  },
  channelsMayReachPrivate: {
    env: 'TIDEMARK_CHANNELS_MAY_REACH_PRIVATE',
    fallback: 'no',
    schema: z.enum(['yes', 'no']),
    wanted: 'yes or no',
  },
  watchSelf: { env: 'TIDEMARK_WATCH_SELF', fallback: 'no', schema: z.enum(['yes', 'no']), wanted: 'yes or no' },
  ...OIDC_FIELDS,
  settings: { flag: 'settings', env: 'TIDEMARK_SETTINGS', fallback: '', schema: z.string(), wanted: 'a JSON file' },
} as const satisfies Record<string, Field>

type FieldName = keyof typeof FIELDS

/** `env` is the environment; an empty variable counts as unset. */
export function readConfig(flags: StartFlags, env: Readonly<Record<string, string | undefined>>): ConfigRead {
  const values = {} as Record<FieldName, string | number>
  const sources = {} as Record<FieldName, string>
  for (const [name, field] of Object.entries(FIELDS) as [FieldName, Field][]) {
    const flagged = field.flag && flags[field.flag]
    const raw = flagged ?? (env[field.env] || field.fallback)
    const checked = field.schema.safeParse(raw)
    sources[name] = flagged === undefined || !field.flag ? field.env : `--${dashed(field.flag)}`
    if (!checked.success) {
      const came = field.isSecret ? 'what came is not' : `${show(raw)} came`
      return { ok: false, message: `${sources[name]} must be ${field.wanted}; ${came}.` }
    }
    values[name] = checked.data as string | number
  }
  const fault =
    storeFault(values) ??
    doorFault(values, sources) ??
    tlsFault(values, sources) ??
    oidcFault(values, String(values.publicUrl))
  if (fault) return { ok: false, message: fault }
  const settingsFile = String(values.settings)
  const settings = settingsFile
    ? readSettings(settingsFile, `${sources.settings} ${settingsFile}`)
    : { ok: true as const, value: DEFAULT_HUB_SETTINGS }
  if (!settings.ok) return settings
  return { ok: true, value: configOf(values, settings.value) }
}

function configOf(values: Record<FieldName, string | number>, settings: HubSettings): HubConfig {
  return {
    port: Number(values.port),
    host: String(values.host),
    dataFolder: resolve(String(values.dataFolder)),
    agentToken: String(values.agentToken) || null,
    adminPassword: String(values.adminPassword) || null,
    maxAgents: Number(values.maxAgents),
    maxSeries: Number(values.maxSeries),
    logLevel: values.logLevel as LogLevel,
    devOrigin: String(values.devOrigin) || null,
    publicUrl: String(values.publicUrl).replace(/\/+$/u, '') || null,
    tls: tlsOf(values),
    trustedProxies: proxiesOf(String(values.trustedProxies)),
    memoryBytes: values.memoryMb === '' ? null : Number(values.memoryMb) * 1_048_576,
    channelsMayReachPrivate: values.channelsMayReachPrivate === 'yes',
    watchSelf: values.watchSelf === 'yes',
    oidc: oidcOf(values),
    settings,
  }
}

/** A setting that would be ignored without a word is worse than one that is refused. */
function storeFault(values: Record<FieldName, string | number>): string | null {
  const store = String(values.store)
  if (/^https?:\/\//u.test(store)) {
    return `TIDEMARK_STORE is ${show(store)}; a Prometheus-compatible store is not there yet: leave it unset, or "embedded".`
  }
  if (store !== 'embedded') return `TIDEMARK_STORE must be "embedded"; ${show(store)} came.`
  if (values.redisUrl) return 'TIDEMARK_REDIS_URL is set; sharing state over Redis is not there yet: leave it unset.'
  return null
}

function doorFault(values: Record<FieldName, string | number>, sources: Record<FieldName, string>): string | null {
  if (isLoopback(String(values.host))) return null
  const missing = [
    ...(values.agentToken ? [] : ['an agent token (TIDEMARK_AGENT_TOKEN)']),
    ...(values.adminPassword ? [] : ['an admin password (TIDEMARK_ADMIN_PASSWORD)']),
  ]
  if (missing.length === 0) return null
  return `${sources.host} is ${show(values.host)}, which others can reach, and that needs ${missing.join(' and ')}; set what is missing, or listen on 127.0.0.1.`
}

function tlsFault(values: Record<FieldName, string | number>, sources: Record<FieldName, string>): string | null {
  const { tlsCert, tlsKey } = sources
  if (Boolean(values.tlsCert) !== Boolean(values.tlsKey)) {
    const [there, missing] = values.tlsCert ? [tlsCert, tlsKey] : [tlsKey, tlsCert]
    return `${there} is set and ${missing} is not; TLS needs both a certificate and its key: set both, or neither.`
  }
  const files = tlsOf(values)
  const read = files && readTls(files, { cert: tlsCert, key: tlsKey })
  return read === null || read.ok ? null : read.message
}

function tlsOf(values: Record<FieldName, string | number>): TlsFiles | null {
  if (!values.tlsCert || !values.tlsKey) return null
  return { certFile: resolve(String(values.tlsCert)), keyFile: resolve(String(values.tlsKey)) }
}

function proxiesOf(text: string): string[] {
  const read = readProxies(text)
  return read.ok ? read.value : []
}

/** As it is written on a command line. */
function dashed(flag: string): string {
  return flag.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host)
}
