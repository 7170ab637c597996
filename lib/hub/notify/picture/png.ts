/** A bitmap as a PNG file (RFC 2083): eight bits a channel, no transparency. */
import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'
import type { Bitmap } from './bitmap'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const TRUE_COLOR = 2
const UNFILTERED = 0
const compress = promisify(deflate)

export async function pngOf({ width, height, pixels }: Bitmap): Promise<Buffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, TRUE_COLOR, 0, 0, 0], 8)
  const rowBytes = width * 3
  const rows = Buffer.alloc((rowBytes + 1) * height, UNFILTERED)
  for (let row = 0; row < height; row += 1)
    rows.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', await compress(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
