/** A line on a terminal that says how far something is; nowhere else is anything said. */
const EVERY_MS = 100
const WIDTH = 30

export interface Progress {
  show(share: number, what: string): void
  /** Takes the line away. */
  end(): void
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let shownMs = Number.NEGATIVE_INFINITY
  return {
    show(share, what) {
      if (!stream.isTTY || performance.now() - shownMs < EVERY_MS) return
      shownMs = performance.now()
      const done = Math.round(Math.min(1, Math.max(0, share)) * WIDTH)
      const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done)
      stream.write(`\r\u001b[2K${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${what}`)
    },
    end() {
      if (stream.isTTY && shownMs > 0) stream.write('\r\u001b[2K')
    },
  }
}
