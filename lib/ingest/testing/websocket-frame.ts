/** A websocket frame byte by byte (RFC 6455, 5.2), for tests that say how it reaches the hub. */
export interface WebsocketFrame {
  payload: Uint8Array
  opcode?: number
  isFinal?: boolean
  isMasked?: boolean
}

const MASK = [0x12, 0xa4, 0x5c, 0xff]

export function websocketFrame({ payload, opcode = 1, isFinal = true, isMasked = true }: WebsocketFrame): Buffer {
  const { length } = payload
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const header = Buffer.alloc(2 + extra)
  header[0] = (isFinal ? 0x80 : 0) | opcode
  header[1] = (isMasked ? 0x80 : 0) | (extra === 0 ? length : extra === 2 ? 126 : 127)
  if (extra > 0) header.writeUIntBE(length, extra === 2 ? 2 : 4, extra === 2 ? 2 : 6)
  if (!isMasked) return Buffer.concat([header, payload])
  return Buffer.concat([header, Buffer.from(MASK), payload.map((byte, at) => byte ^ (MASK[at & 3] as number))])
}
