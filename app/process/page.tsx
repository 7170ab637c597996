import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ProcessPage } from '../../components/process/process-page'

export const metadata: Metadata = { title: 'Process' }

export default function Page() {
  return (
    <Suspense>
      <ProcessPage />
    </Suspense>
  )
}
