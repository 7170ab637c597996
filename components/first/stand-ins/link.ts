/** A link that the browser follows by itself. */
import { jsx } from '../jsx-runtime'

export default function Link(props: Parameters<typeof jsx>[1]): ReturnType<typeof jsx> {
  return jsx('a', props)
}
