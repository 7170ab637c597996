/** What each kind of channel asks for. The hub says what is wrong with it; this says only what there is. */
import type { ChannelKind } from '../../lib/protocol/alerts'
import { t } from '../../lib/words/en/settings'

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
  {
    name: 'user',
    get label() {
      return t('user')
    },
    get hint() {
      return t('emptyWithoutALogin')
    },
  },
  {
    name: 'password',
    get label() {
      return t('password')
    },
    isSecret: true,
  },
]

export const CHANNEL_FIELDS: Record<ChannelKind, readonly ChannelField[]> = {
  webhook: [
    {
      name: 'url',
      get label() {
        return t('address')
      },
      isRequired: true,
      placeholder: 'https://ops.example.com/hooks/tidemark',
    },
    {
      name: 'secret',
      get label() {
        return t('secret')
      },
      isSecret: true,
      get hint() {
        return t('signsEachBodyHmac')
      },
    },
  ],
  slack: [
    {
      name: 'url',
      get label() {
        return t('webhookAddress')
      },
      isRequired: true,
      isSecret: true,
      get hint() {
        return t('fromSlackAsIt')
      },
    },
  ],
  discord: [
    {
      name: 'url',
      get label() {
        return t('webhookAddress')
      },
      isRequired: true,
      isSecret: true,
      get hint() {
        return t('fromDiscordAsIt')
      },
    },
  ],
  email: [
    {
      name: 'host',
      get label() {
        return t('mailServer')
      },
      isRequired: true,
      placeholder: 'mail.example.com',
    },
    {
      name: 'port',
      get label() {
        return t('port')
      },
      isRequired: true,
      as: 'number',
      standard: '587',
    },
    {
      name: 'security',
      get label() {
        return t('encryption')
      },
      standard: 'starttls',
      options: [
        { value: 'starttls', label: 'STARTTLS' },
        {
          value: 'tls',
          get label() {
            return t('tlsFromTheFirst')
          },
        },
        {
          value: 'none',
          get label() {
            return t('noneForARelay')
          },
        },
      ],
    },
    ...LOGIN,
    {
      name: 'from',
      get label() {
        return t('from')
      },
      isRequired: true,
      placeholder: 'tidemark@example.com',
    },
    {
      name: 'to',
      get label() {
        return t('to')
      },
      isRequired: true,
      as: 'list',
      get hint() {
        return t('severalWithCommasBetweenThem')
      },
    },
  ],
  alertmanager: [
    {
      name: 'url',
      get label() {
        return t('address')
      },
      isRequired: true,
      placeholder: 'http://alertmanager.example.com:9093',
    },
    ...LOGIN,
  ],
  ntfy: [
    {
      name: 'url',
      get label() {
        return t('server')
      },
      isRequired: true,
      standard: 'https://ntfy.sh',
    },
    {
      name: 'topic',
      get label() {
        return t('topic')
      },
      isRequired: true,
    },
    {
      name: 'token',
      get label() {
        return t('accessToken')
      },
      isSecret: true,
    },
  ],
  pagerduty: [
    {
      name: 'routingKey',
      get label() {
        return t('routingKey')
      },
      isRequired: true,
      isSecret: true,
      get hint() {
        return t('ofAnEventsApi')
      },
    },
    {
      name: 'url',
      get label() {
        return t('address')
      },
      get hint() {
        return t('emptyPagerdutysOwn')
      },
    },
  ],
}
