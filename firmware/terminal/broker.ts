import { type EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { Settings } from '../device/settings.ts';
import { terminalFault } from './faults.ts';
import { guardFrames } from './frame-guard.ts';
import type { Door } from './pairing/door.ts';
import { publishQueue } from './publish-queue.ts';
import { isEventFilter, maxMessageBytes, parseRequestTopic } from './topics.ts';
import { isPairingReply, type Peer } from './trust.ts';

/** A packet larger than this ends its connection; a message between 64 KiB and this is refused with words. */
const maxPacketBytes = 4 * maxMessageBytes;
const maxFilters = 32;
/** Connections of terminals that are not paired: they must not take the place of those that are. */
const maxUnpaired = 4;

/** The broker inside the reader. */
export interface Broker {
  readonly url: string;
  /** Publishes with QoS 1, in the order of the calls; done when written to every terminal that listens, or the slow one was cut off. */
  publish(topic: string, payload: Buffer, retain: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface BrokerParts {
  /** The reader's name. */
  readonly reader: string;
  readonly settings: Pick<Settings['terminal']['mqtt'], 'listen' | 'maxTerminals'>;
  /** Left out: plain MQTT, and whoever comes is trusted. */
  readonly door?: Door;
  /** Gets each message published to a request topic, and who sent it. */
  readonly onRequest: (topic: string, payload: Buffer, peer: Peer) => void;
  /** A terminal has begun to listen to events. */
  readonly onListener: () => void;
}

/**
 * Starts the broker. MQTT 3.1 and 3.1.1; MQTT 5 clients are refused with return code 1 (unacceptable protocol version).
 * @throws TERMINAL_LINK_UNAVAILABLE
 */
export async function startBroker({ reader, settings, door, onRequest, onListener }: BrokerParts): Promise<Broker> {
  const outbound = publishQueue();
  const sockets = new Map<object, Socket>();
  const letIn = new WeakSet<Socket>();
  const peerAt = (socket: Socket | undefined): Peer => {
    if (!door) return { is: 'local' };
    return socket ? door.peerOf(socket as TLSSocket) : { is: 'unpaired' };
  };
  const peerOf = (client: Client): Peer => peerAt(sockets.get(client.conn));
  const aedes = await Aedes.createBroker({
    ...rulesFor(reader, outbound.room, peerOf),
    published: (packet, client, done) => {
      if (client) onRequest(packet.topic, Buffer.from(packet.payload), peerOf(client));
      done();
    },
    connectTimeout: 10_000,
    drainTimeout: 2_000, // a terminal that takes nothing is cut off; the flow must not wait for it
    maxTopicLevels: 8,
  });
  (aedes as EventEmitter).on('error', () => {}); // of its housekeeping; a connection in trouble is closed by itself
  aedes.on('subscribe', (subscriptions) => {
    if (subscriptions.some(({ topic }) => isEventFilter(reader, topic))) onListener();
  });

  const isUnpaired = (socket: Socket): boolean => peerAt(socket).is === 'unpaired';
  const take = (socket: Socket): void => {
    if (isUnpaired(socket) && [...sockets.values()].filter(isUnpaired).length >= maxUnpaired)
      return void socket.destroy();
    const stream = guardFrames(socket, maxPacketBytes);
    sockets.set(stream, socket);
    if (!isUnpaired(socket)) letIn.add(socket);
    socket.on('close', () => void sockets.delete(stream));
    aedes.handle(stream);
  };
  const server = serverFor(door, take);
  server.maxConnections = settings.maxTerminals;
  door?.onChange(() => {
    for (const socket of sockets.values()) if (letIn.has(socket) && isUnpaired(socket)) socket.destroy(); // revoked
  });
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
    url: urlOf(door ? 'mqtts' : 'mqtt', server.address() as AddressInfo),
    publish: (topic, payload, retain) =>
      outbound.add(() => {
        const packet = { cmd: 'publish', topic, payload, retain, qos: 1, dup: false } as const;
        return new Promise((resolve, reject) => aedes.publish(packet, (error) => (error ? reject(error) : resolve())));
      }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

function serverFor(door: Door | undefined, take: (socket: Socket) => void): Server {
  const options = { noDelay: true, keepAlive: true };
  if (!door) return createServer(options, take);
  const server = createTlsServer({ ...options, ...door.tls, handshakeTimeout: 10_000 }, take);
  server.on('tlsClientError', () => {}); // whoever it was speaks no TLS 1.3, or left
  return server;
}

/** What terminals may do. A refused publication ends its connection: MQTT 3.1.1 knows no other refusal (MQTT-3.3.5-2). */
function rulesFor(reader: string, room: () => Promise<void>, peerOf: (client: Client) => Peer): AedesOptions {
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
      const may =
        peerOf(client).is === 'unpaired' ? isPairingReply(subscription.topic) : !subscription.topic.startsWith('$');
      done(null, may && known.size <= maxFilters ? subscription : null);
    },
    // Requests may name a patient: they are for the reader alone, not for other terminals.
    authorizeForward: (client, packet) => {
      if (parseRequestTopic(reader, packet.topic)) return null;
      return peerOf(client).is === 'unpaired' && !isPairingReply(packet.topic) ? null : packet;
    },
  };
}

function urlOf(scheme: 'mqtt' | 'mqtts', { address, family, port }: AddressInfo): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
