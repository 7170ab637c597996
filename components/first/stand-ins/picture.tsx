/** The picture's place: who stands where in it depends on all of the fleet. */
import { PICTURE_HEIGHT } from '../../fleet/picture-plan'
import styles from '../../fleet/fleet-picture.module.css'

export function FleetPicture({ rows }: { rows: readonly unknown[] }) {
  if (rows.length < 2) return null
  return (
    <figure className={styles.picture}>
      <svg className={styles.tiles} height={PICTURE_HEIGHT} aria-hidden="true" />
      <figcaption className={styles.caption}>&nbsp;</figcaption>
    </figure>
  )
}
