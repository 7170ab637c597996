/** What each kind of channel asks for. The hub says what is wrong with it; this says only what there is. */
import type { ChannelKind } from '../../lib/protocol/alerts'

export interface ChannelField {
  name: string
  label: string
  hint?: string
  placeholder?: string
  isRequired?: boolean
  /** Goes in and is never shown again. */
  isSecret?: boolean
  /** How its text becomes what the hub takes. */
  as?: 'number' | 'list'
  options?: readonly { value: string; label: string }[]
  standard?: string
}

const LOGIN: ChannelField[] = [
  { name: 'user', label: 'User', hint: 'Empty: without a login.' },
  { name: 'password', label: 'Password', isSecret: true },
]

export const CHANNEL_FIELDS: Record<ChannelKind, readonly ChannelField[]> = {
  webhook: [
    { name: 'url', label: 'Address', isRequired: true, placeholder: 'https://ops.example.com/hooks/tidemark' },
    { name: 'secret', label: 'Secret', isSecret: true, hint: 'Signs each body (HMAC); at least 16 characters.' },
  ],
  slack: [{ name: 'url', label: 'Webhook address', isRequired: true, isSecret: true, hint: 'From Slack, as it is.' }],
  discord: [
    { name: 'url', label: 'Webhook address', isRequired: true, isSecret: true, hint: 'From Discord, as it is.' },
  ],
  email: [
    { name: 'host', label: 'Mail server', isRequired: true, placeholder: 'mail.example.com' },
    { name: 'port', label: 'Port', isRequired: true, as: 'number', standard: '587' },
    {
      name: 'security',
      label: 'Encryption',
      standard: 'starttls',
      options: [
        { value: 'starttls', label: 'STARTTLS' },
        { value: 'tls', label: 'TLS from the first byte' },
        { value: 'none', label: 'none, for a relay on this machine' },
      ],
    },
    ...LOGIN,
    { name: 'from', label: 'From', isRequired: true, placeholder: 'tidemark@example.com' },
    { name: 'to', label: 'To', isRequired: true, as: 'list', hint: 'Several with commas between them.' },
  ],
  alertmanager: [
    { name: 'url', label: 'Address', isRequired: true, placeholder: 'http://alertmanager.example.com:9093' },
    ...LOGIN,
  ],
  ntfy: [
    { name: 'url', label: 'Server', isRequired: true, standard: 'https://ntfy.sh' },
    { name: 'topic', label: 'Topic', isRequired: true },
    { name: 'token', label: 'Access token', isSecret: true },
  ],
  pagerduty: [
    {
      name: 'routingKey',
      label: 'Routing key',
      isRequired: true,
      isSecret: true,
      hint: 'Of an Events API v2 integration.',
    },
    { name: 'url', label: 'Address', hint: "Empty: PagerDuty's own." },
  ],
}
