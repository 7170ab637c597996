import { describe, expect, it } from 'vitest'
import { drawPlot, type Pen, type Picture } from './draw-plot'

/** A pen that remembers what it was told, in the words of a path. */
function recorder() {
  const told: string[] = []
  const say = (word: string) => (x: number, y: number) => void told.push(`${word}${x} ${y}`)
  const pen = {
    setTransform: () => undefined,
    clearRect: () => undefined,
    beginPath: () => undefined,
    moveTo: say('M'),
    lineTo: say('L'),
    closePath: () => void told.push('Z'),
    fill: () => void told.push(`fill ${pen.fillStyle} ${pen.globalAlpha}`),
    stroke: () => void told.push(`stroke ${pen.strokeStyle} ${pen.globalAlpha}`),
    setLineDash: (dash: number[]) => void told.push(`dash ${dash.join(',')}`),
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    lineJoin: 'miter',
  }
  return { pen: pen as unknown as Pen, told }
}

const FRAME = { width: 10, height: 10, spanMs: 10, top: 10 }
const drawn = (picture: Pick<Picture, 'rows' | 'bands' | 'lines'>) => {
  const { pen, told } = recorder()
  drawPlot(pen, { ...FRAME, ...picture }, (token) => `the ${token}`, 1)
  return told.join(' ')
}

describe('the live picture', () => {
  it('breaks a line where a value is not known, and where nothing is', () => {
    const rows = [{ t: 0, a: 1 }, { t: 1, a: 2 }, { t: 2, a: null }, { t: 3, a: 4 }, { t: 4 }, { t: 5, a: 5 }]
    const lines = [{ key: 'a', color: 'series-1', dash: '4 3', width: 2 }]
    expect(drawn({ rows, bands: [], lines })).toBe('dash 4,3 M0 9 L1 8 M3 6 M5 5 stroke the series-1 1')
  })

  it('closes a band once for each stretch that is known, and draws lines over it at full strength', () => {
    const rows = [
      { t: 0, b: [0, 1] as [number, number] },
      { t: 1, b: [1, 2] as [number, number] },
      { t: 2, b: null },
      { t: 3, b: [2, 4] as [number, number] },
    ]
    const bands = [{ key: 'b', color: 'band-live', opacity: 0.5 }]
    const lines = [{ key: 'a', color: 'ink', dash: null, width: 1 }]
    expect(drawn({ rows, bands, lines })).toBe(
      'M0 9 L1 8 L1 9 L0 10 Z M3 6 L3 8 Z fill the band-live 0.5 dash  stroke the ink 1',
    )
  })
})
