import type { Settings } from '../device/settings.ts';
import { startBroker } from './broker.ts';
import type { TerminalLink } from './link.ts';
import { type Address, type LinkParts, openLink } from './open-link.ts';
import { readRequest } from './read-request.ts';
import { eventTopic, stateTopic } from './topics.ts';

/**
 * Serves terminals by MQTT from a broker of its own. `url` says where.
 * There is no last will: broker and reader live and die together, so a lost connection says `offline` too.
 * @throws TERMINAL_LINK_UNAVAILABLE when the port is taken
 */
export async function startMqttLink(
  settings: Settings['terminal']['mqtt'],
  parts: LinkParts,
): Promise<TerminalLink & { readonly url: string }> {
  const { reader } = parts;
  const { carrier, ...link } = await openLink(parts, async (hear) => {
    const broker = await startBroker(settings, reader, (topic, payload) => hear(readRequest(reader, topic, payload)));
    return {
      url: broker.url,
      send: (to, message) => broker.publish(topicOf(reader, to), message, to.is === 'state'),
      close: () => broker.close(),
    };
  });
  return { ...link, url: carrier.url };
}

function topicOf(reader: string, to: Address): string {
  switch (to.is) {
    case 'state':
      return stateTopic(reader);
    case 'event':
      return eventTopic(reader, to.name);
    case 'reply':
      return to.topic;
  }
}
