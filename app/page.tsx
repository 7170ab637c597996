import type { Metadata } from 'next'
import { Suspense } from 'react'
import { FleetStand } from '../components/first/stands'
import { FleetPage } from '../components/fleet/fleet-page'

export const metadata: Metadata = { title: 'All processes' }

export default function Page() {
  return (
    <Suspense fallback={<FleetStand />}>
      <FleetPage />
    </Suspense>
  )
}
