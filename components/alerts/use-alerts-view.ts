'use client'

import { usePagedView } from '../shell/use-paged-view'
import { viewFromAddress, viewToAddress } from './alerts-view'

const IN_ADDRESS = { read: viewFromAddress, write: viewToAddress }

export const useAlertsView = () => usePagedView(IN_ADDRESS)
