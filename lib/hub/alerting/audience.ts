/** Which channels a message goes to. */
import type { OutgoingMessage } from '../../alerts/shapes'
import type { Channel } from '../../protocol/alerts'

/** `wasTold`: whether a channel was told anything of an episode; what it never heard of needs no end. */
export function channelsFor(
  { message, episode, audience }: OutgoingMessage,
  channels: readonly Channel[],
  wasTold: (channel: Channel, episode: string) => boolean,
): Channel[] {
  return channels.filter((channel) => {
    const { services, rules } = channel.match
    if (!channel.isEnabled || !audience.includes(channel.escalateAfterMs)) return false
    if (services !== undefined && services.length > 0 && !services.includes(message.group.service)) return false
    if (rules !== undefined && rules.length > 0 && !rules.includes(message.group.rule)) return false
    return message.kind !== 'resolved' || wasTold(channel, episode)
  })
}
