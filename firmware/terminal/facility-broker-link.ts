import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MqttClient } from 'mqtt';
import type { CodedError } from '../records/coded-error.ts';
import { writeMessage } from './cloud-event.ts';
import { terminalFault } from './faults.ts';
import type { TerminalLink } from './link.ts';
import type { ReaderState } from './messages.ts';
import { type Address, type LinkParts, openLink } from './open-link.ts';
import { readRequest } from './read-request.ts';
import { maxMessageBytes, requestFilter, stateTopic, topicOf } from './topics.ts';

const firstPatienceMs = 500;
const lastPatienceMs = 30_000;
const maxWaiting = 256;

/** How the reader proves itself to the broker and knows it: PEM. */
export interface BrokerCredentials {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface FacilityBrokerParts extends LinkParts {
  /** mqtts://host:port, or mqtt:// without credentials. */
  readonly url: string;
  readonly credentials?: BrokerCredentials;
  readonly profile: ReaderState['profile'];
  /** Hears TERMINAL_BROKER_UNREACHABLE, and undefined once it is connected. */
  readonly onLine: (trouble: CodedError | undefined) => void;
}

/** What waits for the connection, of events that no outbox keeps. */
interface Waiting {
  readonly to: Address;
  readonly message: Buffer;
  readonly sent: () => void;
  readonly lost: (error: Error) => void;
}

/**
 * Serves terminals by a broker of the facility, with MQTT 5 and QoS 1. Done at once: a broker that is not there is a normal state; it is tried again
 * after 0.5 s, twice as long each time, up to 30 s. The state is retained, and the broker itself says `offline` (last will) when the reader is gone.
 * Who may connect there is the broker's matter. Of 256 events that wait for it the oldest gives way (TERMINAL_MESSAGE_LOST).
 */
export async function startFacilityBrokerLink(parts: FacilityBrokerParts): Promise<TerminalLink> {
  const { reader, profile, clock, newId, onLine } = parts;
  const offline = { status: 'offline', profile, faults: [] } as const;
  const { carrier: _, ...link } = await openLink(parts, async (hear, onListener) => {
    let state: Buffer | undefined;
    let waiting: Waiting[] = [];
    const client = connectTo(parts, writeMessage('state', offline, { id: newId(), reader, time: clock.wall() }));
    const put = (to: Address, message: Buffer): Promise<unknown> =>
      client.publishAsync(topicOf(reader, to), message, { qos: 1, retain: to.is === 'state' });

    client.on('connect', () => {
      client.options.reconnectPeriod = firstPatienceMs;
      client.subscribe(requestFilter(reader), { qos: 1 });
      onLine(undefined);
      if (state) void put({ is: 'state' }, state).catch(() => {});
      const kept = waiting;
      waiting = [];
      for (const { to, message, sent, lost } of kept) put(to, message).then(sent, lost);
      onListener();
    });
    client.on('close', () => {
      if (client.disconnecting) return; // by ourselves
      client.options.reconnectPeriod = Math.min(
        2 * (client.options.reconnectPeriod ?? firstPatienceMs),
        lastPatienceMs,
      );
      onLine(terminalFault('TERMINAL_BROKER_UNREACHABLE'));
    });
    client.on('error', () => {}); // its close follows
    client.on('message', (topic, payload, { retain }) => {
      if (!retain) hear(readRequest(reader, topic, payload)); // a request is for now
    });

    return {
      async send(to, message) {
        if (to.is === 'state') state = message;
        if (client.connected) return void (await put(to, message));
        if (to.is !== 'event') return; // the newest state is told at the next connection; nobody waits for a reply any more
        if (waiting.length >= maxWaiting) waiting.shift()?.lost(terminalFault('TERMINAL_MESSAGE_LOST'));
        await new Promise<void>((sent, lost) => waiting.push({ to, message, sent, lost }));
      },
      async close() {
        for (const { lost } of waiting) lost(terminalFault('TERMINAL_LINK_CLOSED'));
        await client.endAsync(!client.connected);
      },
    };
  });
  return link;
}

function connectTo({ url, credentials, reader, newId }: FacilityBrokerParts, will: Buffer): MqttClient {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'mqtts:';
  const address = { host, port: Number(port || (isTls ? 8883 : 1883)) };
  const options = {
    clientId: `kazasu-${reader}-${newId().slice(0, 8)}`,
    protocolVersion: 5,
    properties: { maximumPacketSize: 4 * maxMessageBytes },
    will: { topic: stateTopic(reader), payload: will, qos: 1, retain: true },
    reconnectPeriod: firstPatienceMs,
    connectTimeout: 10_000,
    keepalive: 15,
  } as const;
  return new MqttClient(() => {
    const socket: Socket = isTls
      ? connectTls({ ...address, ...credentials, minVersion: 'TLSv1.3', ...(isIP(host) ? {} : { servername: host }) })
      : connectPlain(address);
    return socket.setNoDelay(true); // with Nagle's rule a QoS 1 round trip costs 40 ms and more
  }, options);
}
