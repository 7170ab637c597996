/** `/api/v1/users` and `/api/v1/sessions`: who may log in, and who is. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES, type SessionView, type UserView } from '../../protocol/access'
import type { Access } from '../access/access'
import { isKnown, type Caller, holdsRole } from '../access/roles'
import type { KeptSession } from '../access/sessions'
import { type User, UserFault } from '../access/users'
import { fields, idParams } from './alert-schemas'
import { apiError } from './errors'
import { errorSchema } from './schemas'
import { newPassword, role, signature } from './user-schemas'

export interface UserRoutesOptions {
  access: Access
  nowMs: () => number
}

const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  source: z.enum(['password', 'provider']).describe('Where the person logs in.'),
  isDisabled: z.boolean(),
  createdAtMs: z.number(),
  lastLogInAtMs: z.number().nullable(),
  sessions: z.number().describe('That hold.'),
})
const sessionSchema = z.object({
  id: z.string(),
  user: z.string(),
  name: z.string(),
  startedAtMs: z.number(),
  seenAtMs: z.number(),
  expiresAtMs: z.number(),
  from: z.string(),
  userAgent: z.string(),
  isThis: z.boolean(),
})
const newUserBody = fields('a user', { name: signature('name'), role, password: newPassword })
const changeBody = fields('a change of a user', {
  role: role.optional(),
  password: newPassword.optional(),
  isDisabled: z.boolean({ error: 'isDisabled must be true or false.' }).optional(),
})

export function userRoutes(app: FastifyInstance, options: UserRoutesOptions): void {
  listAndAdd(app, options)
  changeAndRemove(app, options)
  sessionRoutes(app, options)
}

function listAndAdd(app: FastifyInstance, { access, nowMs }: UserRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/users',
    {
      config: { access: 'admin' },
      schema: { summary: 'Who may log in', response: { 200: z.object({ users: z.array(userSchema) }) } },
    },
    async () => ({ users: access.users.all().map((user) => viewOf(user, access)) }),
  )
  routes.post(
    '/api/v1/users',
    {
      config: { access: 'admin', act: 'add a user' },
      schema: {
        summary: 'Adds a user; with the first one the door closes',
        body: newUserBody,
        response: { 201: userSchema, 400: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { name, role: given, password } = request.body
      request.about = `${name}, ${given}`
      const wasOpen = access.isOpen
      const passwordHash = await access.logIns.passwords.hash(password)
      return told(reply, async () => {
        const user = await access.users.add({
          name,
          role: given,
          source: 'password',
          createdAtMs: nowMs(),
          passwordHash,
        })
        // Whoever looked on through the open door has to log in now.
        if (wasOpen) access.changed()
        return reply.status(201).send(viewOf(user, access))
      })
    },
  )
}

function changeAndRemove(app: FastifyInstance, { access }: UserRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.patch(
    '/api/v1/users/:id',
    {
      config: { access: 'admin', act: 'change a user' },
      schema: {
        summary: 'Changes the role or the password of a user, or shuts him out; his sessions end with all but a role',
        params: idParams,
        body: changeBody,
        response: { 200: userSchema, 400: errorSchema, 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { role: given, password, isDisabled } = request.body
      const user = access.users.get(request.params.id)
      if (!user) return unknown('user', request.params.id, reply)
      request.about = aboutChange(user.name, request.body)
      if (password !== undefined && user.source === 'provider')
        return reply
          .status(409)
          .send(apiError('no_password', `${user.name} logs in elsewhere, and has no password here.`))
      const passwordHash = password === undefined ? undefined : await access.logIns.passwords.hash(password)
      return told(reply, async () => {
        const changed = await access.users.change(user.id, {
          ...(given === undefined ? {} : { role: given }),
          ...(passwordHash === undefined ? {} : { passwordHash }),
          ...(isDisabled === undefined ? {} : { isDisabled }),
        })
        if (!changed) return unknown('user', user.id, reply)
        if (passwordHash !== undefined || isDisabled) await access.sessions.endOfUser(user.id)
        access.changed()
        return reply.send(viewOf(changed, access))
      })
    },
  )
  routes.delete(
    '/api/v1/users/:id',
    {
      config: { access: 'admin', act: 'remove a user' },
      schema: {
        summary: 'Removes a user, and ends his sessions',
        params: idParams,
        response: { 204: z.null(), 404: errorSchema, 409: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const user = access.users.get(id)
      if (!user) return unknown('user', id, reply)
      request.about = user.name
      return told(reply, async () => {
        await access.users.remove(id)
        await access.sessions.endOfUser(id)
        access.changed()
        return reply.status(204).send(null)
      })
    },
  )
}

function sessionRoutes(app: FastifyInstance, { access }: UserRoutesOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/sessions',
    {
      config: { access: 'viewer' },
      schema: {
        summary: 'Who is logged in: all for an admin, else your own',
        response: { 200: z.object({ sessions: z.array(sessionSchema) }) },
      },
    },
    async ({ caller }) => ({
      sessions: access.sessions
        .all()
        .filter((session) => maySee(caller, session))
        .map((session) => sessionView(session, caller, access)),
    }),
  )
  routes.delete(
    '/api/v1/sessions/:id',
    {
      config: { access: 'viewer', act: 'end a session' },
      schema: {
        summary: 'Ends a session: one of your own, or any for an admin',
        params: idParams,
        response: { 204: z.null(), 404: errorSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const session = access.sessions.holding(id)
      if (!session || !maySee(request.caller, session)) return unknown('session', id, reply)
      request.about = `of ${access.users.get(session.user)?.name ?? 'a user who is gone'}`
      await access.sessions.end([session])
      access.changed()
      return reply.status(204).send(null)
    },
  )
}

function viewOf(
  { id, name, role: held, source, isDisabled, createdAtMs, lastLogInAtMs }: User,
  access: Access,
): UserView {
  const sessions = access.sessions.ofUser(id).length
  return { id, name, role: held, source, isDisabled, createdAtMs, lastLogInAtMs, sessions }
}

function maySee(caller: Caller, session: KeptSession): boolean {
  return holdsRole(caller, 'admin') || (isKnown(caller) && caller.user === session.user)
}

function sessionView(session: KeptSession, caller: Caller, access: Access): SessionView {
  const isThis = isKnown(caller) && caller.via === 'session' && caller.credential === session.id
  return { ...session, name: access.users.get(session.user)?.name ?? '', isThis }
}

function aboutChange(name: string, { role: given, password, isDisabled }: z.output<typeof changeBody>): string {
  const parts = [
    ...(given === undefined ? [] : [`role ${given}`]),
    ...(password === undefined ? [] : ['another password']),
    ...(isDisabled === undefined ? [] : [isDisabled ? 'shut out' : 'let in again']),
  ]
  return `${name}: ${parts.join(', ') || 'nothing'}`
}

function unknown(what: string, id: string, reply: FastifyReply): FastifyReply {
  return reply.status(404).send(apiError('not_found', `no ${what} has the id ${JSON.stringify(id)}.`))
}

const STATUS = { bad_request: 400, full: 409, conflict: 409 } as const

async function told(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UserFault) return reply.status(STATUS[error.code]).send(apiError(error.code, error.message))
    throw error
  }
}
