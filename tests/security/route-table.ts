/** The routes as a table of Markdown, for docs/security.md. */
import type { RouteRule } from '../../lib/hub/http/route-access'

export function routeTable(routes: readonly RouteRule[]): string {
  const lines = routes
    // Fastify answers HEAD where there is a GET.
    .filter(({ method }) => method !== 'HEAD')
    .toSorted((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : a.method < b.method ? -1 : 1))
    .map(({ method, url, access, act }) => [`\`${method} ${url}\``, access ?? 'no rule', act ?? ''])
  const head = ['route', 'for', 'in the audit']
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((cells) => cells[at]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.map(line)].join('\n')
}
