import { kindOf, type Cluster } from './marks'
import styles from './marks.module.css'

interface MarkLinesProps {
  clusters: readonly Cluster[]
  xOf: (atMs: number) => number
  height: number
}

/** A thin line down from each mark: firm for a deploy, dashed for the rest, and none for events, which may be many. */
export function MarkLines({ clusters, xOf, height }: MarkLinesProps) {
  const drawn = clusters.filter((cluster) => kindOf(cluster) !== 'event')
  if (drawn.length === 0) return null
  return (
    <g>
      {drawn.map((cluster) => {
        const x = xOf(cluster.atMs)
        const isStrong = cluster.marks.some(({ isStrong }) => isStrong)
        const look = isStrong ? styles.strongLine : kindOf(cluster) === 'deploy' ? styles.firm : ''
        return <line key={cluster.key} className={`${styles.line} ${look}`} x1={x} x2={x} y1={-2} y2={height} />
      })}
    </g>
  )
}
