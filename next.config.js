// The dashboard is a static export that the hub serves. In development `next dev` runs beside a hub and hands its paths on.
const hub = process.env.TIDEMARK_DEV_HUB ?? 'http://127.0.0.1:4600'

/** @type {(phase: string) => import('next').NextConfig} */
export default function config(phase) {
  const isDevelopment = phase === 'phase-development-server'
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    devIndicators: false,
    // A link that is followed while the hub is away opens once it is back, instead of the browser's own error page in place of what is on screen.
    experimental: { useOffline: true },
    // Only what the dashboard is made of; `npm run check` looks at everything.
    typescript: { tsconfigPath: 'tsconfig.dashboard.json' },
    ...(isDevelopment
      ? {
          skipTrailingSlashRedirect: true,
          rewrites: async () => [
            // Engine.io's path ends in a slash, which `:path*` would drop.
            { source: '/socket.io', destination: `${hub}/socket.io/` },
            { source: '/api/:path*', destination: `${hub}/api/:path*` },
          ],
        }
      : { output: 'export' }),
  }
}
