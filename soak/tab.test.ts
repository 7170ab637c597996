import { expect, it } from 'vitest'
import { LOST_CONNECTION } from './tab'

const HUB = 'http://127.0.0.1:46417'
const status = (code: string) => `Failed to load resource: the server responded with a status of ${code}`

it.each([
  [`WebSocket connection to 'ws://127.0.0.1:46417/socket.io/' failed (${HUB}/)`, true],
  [`Failed to load resource: net::ERR_CONNECTION_REFUSED (${HUB}/api/v1/me)`, true],
  [
    `${status('400 (Bad Request)')} (${HUB}/socket.io/?EIO=4&transport=polling&t=eehactve&sid=FiT_3dHe6bCnLScgACZ4)`,
    true,
  ],
  [`${status('400 (Bad Request)')} (${HUB}/socket.io/?EIO=4&transport=polling&t=eehactve)`, false],
  [`${status('400 (Bad Request)')} (${HUB}/api/v1/processes/x/series?sid=1)`, false],
  [`${status('500 (Internal Server Error)')} (${HUB}/socket.io/?EIO=4&transport=polling&t=a&sid=b)`, false],
])('What a tab says is of a hub that was away, or a fault of the page: %s', (said, isLost) => {
  expect(LOST_CONNECTION.test(said)).toBe(isLost)
})
