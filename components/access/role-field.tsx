import type { Role } from '../../lib/protocol/access'
import { SelectField } from '../forms/field'
import { t } from '../../lib/words/en/access'

/** What each may do, in the words of docs/security.md. */
const MAY: Record<Role, string> = {
  get viewer() {
    return t('looksAtEverythingAnd')
  },
  get operator() {
    return t('actsOnProcessesAcknowledges')
  },
  get admin() {
    return t('setsRulesAndChannels')
  },
}
const OPTIONS = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: value }))

export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <SelectField
      label={t('role')}
      value={value}
      options={OPTIONS}
      onChange={onChange}
      hint={t('oneWho', { part: MAY[value] })}
    />
  )
}
