'use client'

import { useMemo } from 'react'

/** The same object for as long as it says the same in JSON, so that nothing is drawn anew for an answer that brings nothing new. */
export function useSteady<T>(value: T): T {
  const said = JSON.stringify(value)
  return useMemo(() => JSON.parse(said) as T, [said])
}
