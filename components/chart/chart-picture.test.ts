import { afterEach, expect, it, vi } from 'vitest'
import { drawGaps, stretchWords } from './chart-picture'

afterEach(() => vi.unstubAllEnvs())

it('the head of a picture says when it is of, and in which zone', () => {
  vi.stubEnv('TZ', 'America/St_Johns')
  const noon = Date.UTC(2026, 0, 12, 15, 30)
  expect(stretchWords({ fromMs: noon - 300_000, toMs: noon })).toBe('12 Jan, 11:55:00 to 12:00:00, UTC−3:30')
})

it('the head of a picture that is by age says to which age, and no zone', () => {
  expect(stretchWords({ fromMs: 0, toMs: 300_000, isAge: true })).toBe('from each start, up to 5 min')
})

/** What a pen was told to write, and how it was turned for it. */
function recordingPen() {
  const written: { text: string; turn: number; at: [number, number] }[] = []
  const filled: number[][] = []
  let [turn, at, kept] = [0, [0, 0] as [number, number], [] as { turn: number; at: [number, number] }[]]
  const pen = {
    fillStyle: '',
    textAlign: 'start' as CanvasTextAlign,
    textBaseline: 'alphabetic' as CanvasTextBaseline,
    fillRect: (...box: number[]) => void filled.push(box.map(Math.round)),
    fillText: (text: string) => void written.push({ text, turn, at: [Math.round(at[0]), Math.round(at[1])] }),
    save: () => void kept.push({ turn, at }),
    restore: () => void ({ turn, at } = kept.pop() ?? { turn: 0, at: [0, 0] }),
    translate: (x: number, y: number) => void (at = [at[0] + x, at[1] + y]),
    rotate: (angle: number) => void (turn += angle),
  }
  return { pen, written, filled }
}

it('a gap of a picture has its word as on the page: lying, upright where it is narrow, none where there is no room', () => {
  const { pen, written, filled } = recordingPen()
  const frame = { width: 400, height: 100, fromMs: 0, toMs: 400_000, top: 100 }
  const gap = (fromMs: number, toMs: number) => ({ fromMs, toMs, isOpen: false, word: 'restarted', reason: '' })
  drawGaps(pen, [gap(100_000, 220_000), gap(300_000, 330_000), gap(390_000, 460_000)], frame, () => '#777777')
  expect(filled).toEqual([
    [100, 0, 120, 100],
    [300, 0, 30, 100],
    [390, 0, 10, 100],
  ])
  expect(written).toEqual([
    { text: 'restarted', turn: 0, at: [160, 50] },
    { text: 'restarted', turn: -Math.PI / 2, at: [315, 50] },
  ])
})
