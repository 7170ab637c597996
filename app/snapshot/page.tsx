import type { Metadata } from 'next'
import { Suspense } from 'react'
import { SnapshotPage } from '../../components/snapshot/snapshot-page'

export const metadata: Metadata = { title: 'Heap snapshot' }

export default function Page() {
  return (
    <Suspense>
      <SnapshotPage />
    </Suspense>
  )
}
