import { useState } from 'react'
import type { ChartModel } from './model'

/** What a screen reader hears need not be new at every sample; nobody listens so fast. */
const SENTENCE_EVERY_MS = 10_000

interface Said {
  toMs: number
  spanMs: number
  gaps: string
  lastAtMs: number | null
  text: string
}

export function useSentence(model: ChartModel | null): string {
  const [said, setSaid] = useState<Said | null>(null)
  if (!model) return said?.text ?? ''
  const spanMs = model.toMs - model.fromMs
  // Why there is a gap is known a moment after it.
  const gaps = model.gaps.map(({ word }) => word).join()
  const isOld =
    said === null ||
    said.spanMs !== spanMs ||
    said.gaps !== gaps ||
    (said.lastAtMs === null) !== (model.lastAtMs === null) ||
    Math.abs(model.toMs - said.toMs) >= SENTENCE_EVERY_MS
  if (!isOld) return said.text
  const text = model.sentence()
  setSaid({ toMs: model.toMs, spanMs, gaps, lastAtMs: model.lastAtMs, text })
  return text
}
