import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ProcessStand } from '../../components/first/stands'
import { ProcessPage } from '../../components/process/process-page'

export const metadata: Metadata = { title: 'Process' }

export default function Page() {
  return (
    <Suspense fallback={<ProcessStand />}>
      <ProcessPage />
    </Suspense>
  )
}
