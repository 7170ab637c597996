import type { Metadata } from 'next'
import { Suspense } from 'react'
import { LogInPage } from '../../components/access/log-in-page'

export const metadata: Metadata = { title: 'Log in' }

export default function Page() {
  return (
    <Suspense>
      <LogInPage />
    </Suspense>
  )
}
