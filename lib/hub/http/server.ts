/** HTTP by Fastify: the API, the probes, the metrics, and the dashboard's files. */
import type { ServerOptions } from 'node:http'
import { PROCESS_ID_MAX_CHARS } from '../../protocol/process-id'
import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import type { Access } from '../access/access'
import type { Callers } from '../access/callers'
import type { Logger } from '../log'
import { proxyCheck } from '../listen/proxies'
import type { TlsMaterial } from '../listen/tls'
import type { OidcConfig } from '../oidc/oidc-config'
import type { Patience } from '../patience'
import { type AlertRoutesOptions, alertRoutes } from './alert-routes'
import { type AnnotationRoutesOptions, annotationRoutes } from './annotation-routes'
import { type CaptureRoutesOptions, captureRoutes } from './capture-routes'
import { type ChangeRoutesOptions, changeRoutes } from './change-routes'
import { channelRoutes } from './channel-routes'
import { dashboardFiles } from './dashboard-files'
import { guardChanges, limitBodies } from './door'
import { auditRoutes } from './audit-routes'
import { addressError, answerClientFault, errorHandler } from './errors'
import type { FirstNumbersOptions } from './first-numbers'
import { type FindingRoutesOptions, findingRoutes } from './finding-routes'
import { type InvestigationRoutesOptions, investigationRoutes } from './investigation-routes'
import { type HealthRoutesOptions, healthRoutes } from './health-routes'
import { boundLargeAnswers } from './large-answers'
import { logInRoutes } from './log-in-routes'
import { type GapRoutesOptions, gapRoutes } from './gap-routes'
import { type ProcessRoutesOptions, processRoutes } from './process-routes'
import { holdRoutes, type RouteRule } from './route-access'
import { securityHeaders } from './security-headers'
import { tokenRoutes } from './token-routes'
import { userRoutes } from './user-routes'
import { verdictRoutes } from './verdict-routes'

export interface HttpOptions
  extends
    ProcessRoutesOptions,
    GapRoutesOptions,
    HealthRoutesOptions,
    AnnotationRoutesOptions,
    AlertRoutesOptions,
    CaptureRoutesOptions,
    ChangeRoutesOptions,
    FindingRoutesOptions,
    InvestigationRoutesOptions,
    FirstNumbersOptions {
  log: Logger
  access: Access
  callers: Callers
  devOrigin: string | null
  publicUrl: string | null
  oidc: OidcConfig | null
  dashboardFolder: string
  version: string
  patience: Patience
  onRoute?: ((route: RouteRule) => void) | undefined
  /** `null`: plain HTTP. */
  tls: TlsMaterial | null
  /** Addresses and networks of proxies whose word is taken for who asks and how. */
  trustedProxies: readonly string[]
}

const BODY_BYTES = 1_048_576
/** Of all headers of a request together. */
const HEADER_BYTES = 16_384
/** A capture of hundreds of megabytes from a process that stands still for a minute while it is taken. */
const UPLOAD_WITHIN_MS = 20 * 60_000

export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    frameworkErrors: addressError,
    clientErrorHandler: answerClientFault,
    // The longest that any may take, an upload; what is no upload is held to its own time by a hook.
    requestTimeout: UPLOAD_WITHIN_MS,
    trustProxy: options.trustedProxies.length > 0 ? proxyCheck(options.trustedProxies) : false,
    routerOptions: { maxParamLength: PROCESS_ID_MAX_CHARS },
    // A peer that died after its request looks like one that thinks.
    keepAliveTimeout: 30_000,
    ...serverOptions(options),
  })
  app.setValidatorCompiler(validatorCompiler)
  // Answers are made by our own code in the shapes that the schemas document; to check them again would cost more than to make them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.setErrorHandler(errorHandler(options.log))
  securityHeaders(app, options.tls !== null)
  limitBodies(app, options.patience.requestWithinMs)
  boundLargeAnswers(app, options.hasRoom)
  const { access, callers, devOrigin, publicUrl } = options
  guardChanges(app, { devOrigin, publicUrl, isOpen: () => access.isOpen })
  holdRoutes(app, { callers, audit: access.audit, onRoute: options.onRoute })
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tidemark',
        version: options.version,
        description: 'Which process rises, since when, how fast. Times are inclusive milliseconds since 1970.',
      },
    },
    transform: jsonSchemaTransform,
  })
  healthRoutes(app, options)
  processRoutes(app, options)
  verdictRoutes(app, options)
  gapRoutes(app, options)
  changeRoutes(app, options)
  annotationRoutes(app, options)
  alertRoutes(app, options)
  captureRoutes(app, options)
  findingRoutes(app, options)
  investigationRoutes(app, options)
  channelRoutes(app, options)
  await logInRoutes(app, options)
  userRoutes(app, options)
  tokenRoutes(app, options)
  auditRoutes(app, options)
  app.get('/api/v1/openapi.json', { config: { access: 'viewer' }, schema: { hide: true } }, async () => app.swagger())
  await dashboardFiles(app, options.dashboardFolder, options)
  await app.ready()
  return app
}

/** Of Node's own server; the type is that of plain HTTP, which is what Fastify's instance is told it has in either case. */
function serverOptions({ patience, tls }: HttpOptions): { http: ServerOptions } {
  const limits: ServerOptions = {
    maxHeaderSize: HEADER_BYTES,
    // Half a request is given this long, so that nobody holds connections by sending nothing.
    headersTimeout: patience.headersWithinMs,
    connectionsCheckingInterval: patience.checkEveryMs,
  }
  if (tls === null) return { http: limits }
  const https = { ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: patience.handshakeWithinMs }
  return { https } as unknown as { http: ServerOptions }
}
