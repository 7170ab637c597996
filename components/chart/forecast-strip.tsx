import { memo } from 'react'
import styles from './chart.module.css'
import { coneShape, type Strip } from './forecast'
import type { Forecast } from './model'

interface ForecastStripProps extends Strip {
  /** Where it begins in the picture. */
  left: number
  forecast: Forecast
}

/** Fewer pixels do not hold the words. */
const WORDS_PX = 110

/** What comes if a rise goes on so, on a time of its own. Drawn anew where something in it moves by a pixel. */
export const ForecastStrip = memo(ForecastStripNow, (before, now) => stripKey(before) === stripKey(now))

function stripKey({ left, forecast, ...strip }: ForecastStripProps): string {
  const { cone, met } = coneShape(forecast, strip)
  const { color, caption, untilText } = forecast
  return [left, strip.width, strip.height, cone, met ? 1 : 0, color, caption, untilText].join('\n')
}

function ForecastStripNow({ left, forecast, ...strip }: ForecastStripProps) {
  const { width, height } = strip
  const { cone, edges, met } = coneShape(forecast, strip)
  const paint = `var(--${forecast.color})`
  return (
    <g transform={`translate(${left} 0)`}>
      <line className={styles.now} x1={0.5} x2={0.5} y1={0} y2={height} />
      <svg width={width} height={height} overflow="hidden">
        <path d={cone} style={{ fill: paint, fillOpacity: 0.22 }} />
        <path className={styles.coneEdge} d={edges} style={{ stroke: paint }} />
        {met && <line className={styles.coneMet} x1={met.fromX} x2={met.toX} y1={met.y} y2={met.y} />}
      </svg>
      {width >= WORDS_PX && (
        <text className={styles.farText} x={width - 4} y={height - 6} textAnchor="end">
          {forecast.caption}
        </text>
      )}
      <text className={styles.tick} x={width} y={height + 14} textAnchor="end">
        {forecast.untilText}
      </text>
    </g>
  )
}
