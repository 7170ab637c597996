import type { Metadata } from 'next'
import { Suspense } from 'react'
import { InvestigationsPage } from '../../components/investigations/investigations-page'

export const metadata: Metadata = { title: 'Investigations' }

export default function Page() {
  return (
    <Suspense>
      <InvestigationsPage />
    </Suspense>
  )
}
