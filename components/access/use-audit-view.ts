'use client'

import { usePagedView } from '../shell/use-paged-view'
import { auditFromAddress, auditToAddress } from './audit-view'

const IN_ADDRESS = { read: auditFromAddress, write: auditToAddress }

export const useAuditView = () => usePagedView(IN_ADDRESS)
