import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { headOf } from './request'
import { SmallServer } from './server'

const running: SmallServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

/** Says `text` to a server, and answers what came until the connection was closed, or `until` was in it. */
async function said(text: string, until: string): Promise<string> {
  const server = new SmallServer(undefined)
  running.push(server)
  const socket = connect(await server.start(), '127.0.0.1', () => socket.write(text)).setEncoding('utf8')
  let came = ''
  socket.on('data', (chunk: string) => {
    came += chunk
    if (came.includes(until)) socket.destroy()
  })
  await once(socket, 'close')
  return came
}

it.each([
  ['GET /page?a=1 HTTP/1.1\r\n\r\n', '200 OK'],
  ['GET /file HTTP/1.1\r\n\r\n', 'file'],
  ['POST /orders HTTP/1.1\r\n\r\n', '401 Unauthorized'],
  ['POST /orders HTTP/1.1\r\nAuthorization: Bearer x\r\n\r\n', 'ordered'],
  ['no request\r\n\r\n', '400 Bad Request'],
])('answers %j with %s', async (request, answer) => {
  expect(await said(request, answer)).toContain(answer)
})

it('closes a connection on which a request stays half sent', async () => {
  expect(await said('GET / HTTP/1.1\r\nhost', 'never')).toBe('')
})

it('reads a head however it is cut, and no head without end', () => {
  expect(headOf('GET / HTTP/1.1\r\nhost: a\r\n')).toBeUndefined()
  expect(headOf('GET /a?b=c HTTP/1.1\r\nHost: a:1\r\n\r\nrest')).toEqual({
    method: 'GET',
    path: '/a',
    query: 'b=c',
    headers: new Map([['host', 'a:1']]),
  })
  expect(headOf('x'.repeat(9_000))).toBe('bad')
})
