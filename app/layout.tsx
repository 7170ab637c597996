import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { AppShell } from '../components/shell/app-shell'
import './tokens.css'
import './base.css'

export const metadata: Metadata = {
  title: { default: 'Tidemark', template: '%s · Tidemark' },
  description: 'Which process grows, since when, how fast, and when it will reach its limit.',
  icons: '/icon.svg',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        {/* The build lays the same into the head of every page (components/first/ask-first.ts). */}
        {/* oxlint-disable-next-line nextjs/no-sync-scripts -- it has to run before the first picture */}
        {process.env.NODE_ENV === 'development' && <script src="/theme.js" />}
        <AppShell>{children}</AppShell>
      </body>
    </html>
  )
}
