/** A picture of three bytes a pixel, and the few things that a chart is drawn of. */
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphOf } from './font'

export type Color = readonly [red: number, green: number, blue: number]

export interface Point {
  x: number
  y: number
}

export class Bitmap {
  readonly pixels: Uint8Array

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    // White.
    this.pixels = new Uint8Array(width * height * 3).fill(255)
  }

  /** What lies outside is left out. */
  rectangle(x: number, y: number, width: number, height: number, color: Color): void {
    const right = Math.min(Math.round(x + width), this.width)
    const bottom = Math.min(Math.round(y + height), this.height)
    for (let row = Math.max(0, Math.round(y)); row < bottom; row += 1)
      for (let column = Math.max(0, Math.round(x)); column < right; column += 1) this.blend(column, row, color, 1)
  }

  dashes(from: Point, to: Point, thickness: number, color: Color): void {
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const at = (share: number) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })
    for (let done = 0; done < length; done += 14)
      this.line(at(done / length), at(Math.min(done + 8, length) / length), thickness, color)
  }

  /** With soft edges: each pixel is covered by as much as it is near. */
  line(from: Point, to: Point, thickness: number, color: Color): void {
    const half = thickness / 2
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - half - 1))
    const right = Math.min(this.width - 1, Math.ceil(Math.max(from.x, to.x) + half + 1))
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - half - 1))
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(from.y, to.y) + half + 1))
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) {
        const cover = half + 0.5 - distance({ x: x + 0.5, y: y + 0.5 }, from, to)
        if (cover > 0) this.blend(x, y, color, Math.min(1, cover))
      }
    }
  }

  /** `x` and `y`: the upper left corner. */
  text(words: string, x: number, y: number, scale: number, color: Color): void {
    let left = x
    for (const char of words) {
      glyphOf(char).forEach((column, dx) => {
        for (let dy = 0; dy < 8; dy += 1)
          if ((column >> dy) & 1) this.rectangle(left + dx * scale, y + dy * scale, scale, scale, color)
      })
      left += (GLYPH_WIDTH + 1) * scale
    }
  }

  private blend(x: number, y: number, color: Color, cover: number): void {
    const at = (y * this.width + x) * 3
    for (let channel = 0; channel < 3; channel += 1) {
      const before = this.pixels[at + channel] ?? 0
      this.pixels[at + channel] = Math.round(before + ((color[channel] ?? 0) - before) * cover)
    }
  }
}

export function textWidth(words: string, scale: number): number {
  return words.length * (GLYPH_WIDTH + 1) * scale
}

export function textHeight(scale: number): number {
  return GLYPH_HEIGHT * scale
}

function distance(point: Point, from: Point, to: Point): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared
  const share = Math.max(0, Math.min(1, along))
  return Math.hypot(point.x - from.x - dx * share, point.y - from.y - dy * share)
}
