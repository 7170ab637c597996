/** The address of the log-in page, which holds where somebody wanted to go. */

/** Where the log-in page leads afterwards: a path of this hub, and never another site. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/'
  return isPath(next) && !isLogIn(next) ? next : '/'
}

/** `here`: the path that asked for a log-in, with its query. */
export function logInAddress(here: string): string {
  return here === '/' || !isPath(here) || isLogIn(here) ? '/log-in' : `/log-in?next=${encodeURIComponent(here)}`
}

export function isLogIn(path: string): boolean {
  return /^\/log-in(?:\.html)?(?:[/?#]|$)/u.test(path)
}

/** A browser reads a backslash as a slash, leaves some control characters out, and takes two slashes for the begin of a host. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])/u.test(text) && !text.includes('\\') && !/\p{Cc}/u.test(text)
}
