import { type EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { Settings } from '../device/settings.ts';
import { terminalFault } from './faults.ts';
import { guardFrames } from './frame-guard.ts';
import { publishQueue } from './publish-queue.ts';
import { maxMessageBytes, parseRequestTopic, requestFilter } from './topics.ts';

/** A packet larger than this ends its connection; a message between 64 KiB and this is refused with words. */
const maxPacketBytes = 4 * maxMessageBytes;
const maxFilters = 32;

/** The broker inside the reader. */
export interface Broker {
  readonly url: string;
  /** Publishes with QoS 1, in the order of the calls; done when written to every terminal that listens, or the slow one was cut off. */
  publish(topic: string, payload: Buffer, retain: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the broker. MQTT 3.1 and 3.1.1; MQTT 5 clients are refused with return code 1 (unacceptable protocol version).
 * @param settings where it listens, and for how many terminals
 * @param reader the reader's name
 * @param onRequest gets each message published to a request topic
 * @throws TERMINAL_LINK_UNAVAILABLE
 */
export async function startBroker(
  settings: Settings['terminal']['mqtt'],
  reader: string,
  onRequest: (topic: string, payload: Buffer) => void,
): Promise<Broker> {
  const outbound = publishQueue();
  const aedes = await Aedes.createBroker({
    ...rulesFor(reader, outbound.room),
    connectTimeout: 10_000,
    drainTimeout: 2_000, // a terminal that takes nothing is cut off; the flow must not wait for it
    maxTopicLevels: 8,
  });
  (aedes as EventEmitter).on('error', () => {}); // of its housekeeping; a connection in trouble is closed by itself
  const listening = promisify(aedes.subscribe).bind(aedes);
  await listening(requestFilter(reader), (packet, done) => {
    onRequest(packet.topic, Buffer.from(packet.payload));
    done(); // at once: a reply needs the same emitter
  });

  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => void sockets.delete(socket));
    aedes.handle(guardFrames(socket, maxPacketBytes));
  });
  server.maxConnections = settings.maxTerminals;
  const { host, port } = settings.listen;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await new Promise<void>((resolve) => aedes.close(resolve));
    throw terminalFault('TERMINAL_LINK_UNAVAILABLE', `${host} port ${port}`, { cause: error });
  }

  server.on('error', () => {}); // one connection could not be taken; the next one may

  return {
    url: urlOf(server.address() as AddressInfo),
    publish: (topic, payload, retain) =>
      outbound.add(() => {
        const packet = { cmd: 'publish', topic, payload, retain, qos: 1, dup: false } as const;
        return new Promise((resolve, reject) => aedes.publish(packet, (error) => (error ? reject(error) : resolve())));
      }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** What terminals may do. A refused publication ends its connection: MQTT 3.1.1 knows no other refusal (MQTT-3.3.5-2). */
function rulesFor(reader: string, room: () => Promise<void>): AedesOptions {
  const filters = new WeakMap<Client, Set<string>>();
  return {
    // No session outlives its connection: the broker would queue messages without end for a terminal that never returns.
    preConnect: (_client, packet, done) => {
      packet.clean = true;
      done(null, true);
    },
    authorizePublish: (_client, packet, done) => {
      if (!parseRequestTopic(reader, packet.topic)) return done(new Error('not a request topic'));
      packet.retain = false; // a request is for now
      void room().then(() => done(null));
    },
    authorizeSubscribe: (client, subscription, done) => {
      const known = filters.get(client) ?? new Set<string>();
      filters.set(client, known.add(subscription.topic));
      const allowed = !subscription.topic.startsWith('$') && known.size <= maxFilters;
      done(null, allowed ? subscription : null);
    },
    // Requests may name a patient: they are for the reader alone, not for other terminals.
    authorizeForward: (_client, packet) => (parseRequestTopic(reader, packet.topic) ? null : packet),
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `mqtt://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
