import { type BrokerParts, startBroker } from './broker.ts';
import type { TerminalLink } from './link.ts';
import { type LinkParts, openLink } from './open-link.ts';
import { readRequest } from './read-request.ts';
import { topicOf } from './topics.ts';
import { fromPeer } from './trust.ts';

/**
 * Serves terminals by MQTT from a broker of its own. `url` says where.
 * There is no last will: broker and reader live and die together, so a lost connection says `offline` too.
 * @throws TERMINAL_LINK_UNAVAILABLE when the port is taken
 */
export async function startMqttLink(
  settings: BrokerParts['settings'],
  parts: LinkParts & Pick<BrokerParts, 'door'>,
): Promise<TerminalLink & { readonly url: string }> {
  const { reader, door } = parts;
  const { carrier, ...link } = await openLink(parts, async (hear, onListener) => {
    const broker = await startBroker({
      reader,
      settings,
      ...(door ? { door } : {}),
      onRequest: (topic, payload, peer) => hear(fromPeer(readRequest(reader, topic, payload), peer)),
      onListener,
    });
    return {
      url: broker.url,
      send: (to, message) => broker.publish(topicOf(reader, to), message, to.is === 'state'),
      close: () => broker.close(),
    };
  });
  return { ...link, url: carrier.url };
}
