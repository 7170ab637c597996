import type { Role } from '../../lib/protocol/access'
import { SelectField } from '../forms/field'

/** What each may do, in the words of docs/security.md. */
const MAY: Record<Role, string> = {
  viewer: 'looks at everything, and changes nothing',
  operator: 'acts on processes, acknowledges, silences, notes',
  admin: 'sets rules and channels, and says who may come in',
}
const OPTIONS = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: value }))

export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <SelectField label="Role" value={value} options={OPTIONS} onChange={onChange} hint={`One who ${MAY[value]}.`} />
  )
}
