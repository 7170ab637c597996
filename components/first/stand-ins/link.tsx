/** A link that the browser follows by itself. */
import type { AnchorHTMLAttributes } from 'react'

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  prefetch?: boolean
  scroll?: boolean
}

export default function Link({ prefetch: _prefetch, scroll: _scroll, ...rest }: LinkProps) {
  return <a {...rest} />
}
