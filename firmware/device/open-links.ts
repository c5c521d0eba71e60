import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { systemFiles } from '../../crypto/durable-files.ts';
import { openReaderCa } from '../../crypto/reader-ca.ts';
import type { CodedError } from '../records/coded-error.ts';
import { type FaultsBoard, standingFault } from '../records/faults-board.ts';
import type { Way } from '../terminal/deliver.ts';
import { type BrokerCredentials, startFacilityBrokerLink } from '../terminal/facility-broker-link.ts';
import { terminalFault } from '../terminal/faults.ts';
import { startMqttLink } from '../terminal/mqtt-link.ts';
import type { LinkParts } from '../terminal/open-link.ts';
import { type Door, openDoor } from '../terminal/pairing/door.ts';
import { type PairedList, watchPaired } from '../terminal/pairing/paired-list.ts';
import { PairingDesk } from '../terminal/pairing/pairing-desk.ts';
import type { WaitingTerminal } from '../terminal/pairing/waiting.ts';
import { LineTrust } from '../terminal/serial/line-trust.ts';
import { startSerialLink } from '../terminal/serial/serial-link.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './settings.ts';

const lineCodes = ['TERMINAL_LINE_UNAVAILABLE', 'TERMINAL_LINE_SILENT', 'TERMINAL_BROKER_UNREACHABLE'];

/** Every way to a terminal that the settings name, where MQTT is, and where terminals are paired. */
export interface OpenLinks {
  readonly ways: readonly Way[];
  readonly mqtt: string;
  readonly pairing: PairingDesk;
  close(): Promise<void>;
}

/**
 * Opens the ways to the terminals; the fault of a line or a broker stands while it is gone (R46).
 * @param onWaiting who waits to be paired has changed
 * @throws TERMINAL_LINK_UNAVAILABLE, PLAIN_NOT_ALLOWED
 */
export async function openLinks(
  { reader, terminal }: Pick<Settings, 'reader' | 'terminal'>,
  faults: FaultsBoard,
  clock: Clock,
  onWaiting: (all: readonly WaitingTerminal[]) => void,
): Promise<OpenLinks> {
  const { mqtt, serial, pairingFolder: folder } = terminal;
  const { url, folder: credentials } = mqtt.broker;
  demandPlainAllowed(mqtt);
  const parts: LinkParts = { reader: reader.name, clock, newId: randomUUID };
  const ca = await openReaderCa(folder, reader.name, systemFiles, clock.wall);
  const pairing = new PairingDesk({
    folder,
    ca,
    files: systemFiles,
    clock,
    newId: randomUUID,
    random: randomBytes,
    onWaiting,
  });
  const standFor = (part: string) => (trouble: CodedError | undefined) => {
    for (const code of lineCodes) if (code !== trouble?.code) faults.clear(code, part);
    if (trouble) faults.raise(standingFault(trouble, part));
  };

  let door: Door | undefined;
  let list: PairedList | undefined;
  const ways: Way[] = [];
  let address = url;
  if (url === undefined) {
    door = mqtt.plain ? undefined : await openDoor(folder, reader.name, ca, systemFiles, clock);
    const own = await startMqttLink(mqtt, { ...parts, ...(door ? { door } : {}) }).catch((error) => {
      door?.close();
      throw error;
    });
    address = own.url;
    ways.push({ link: own, receipts: false });
  } else {
    const link = await startFacilityBrokerLink({
      ...parts,
      url,
      profile: reader.profile,
      onLine: standFor('terminal-mqtt'),
      ...(url.startsWith('mqtts:') ? { credentials: await readCredentials(credentials) } : {}),
    });
    ways.push({ link, receipts: false });
  }
  const { path, baudRate, paired } = serial;
  if (path !== undefined) {
    list = paired ? await watchPaired(folder, systemFiles, clock) : undefined;
    const trust = list && new LineTrust({ ca: ca.certificate, paired: list, clock, random: randomBytes });
    const onLine = standFor('terminal-serial');
    const link = await startSerialLink({ path, baudRate }, { ...parts, onLine, ...(trust ? { trust } : {}) });
    ways.push({ link, receipts: true });
  }
  return {
    ways,
    mqtt: address ?? '',
    pairing,
    close: async () => {
      door?.close();
      list?.close();
      await Promise.all(ways.map(({ link }) => link.close()));
    },
  };
}

/** Without TLS anybody on the way reads and writes: only where there is no way, and where the settings say so. */
function demandPlainAllowed({ broker, listen, plain }: Settings['terminal']['mqtt']): void {
  const isPlain = broker.url === undefined ? plain : broker.url.startsWith('mqtt:');
  const host = broker.url === undefined ? listen.host : new URL(broker.url).hostname.replace(/^\[|\]$/g, '');
  if (isPlain && !(plain && isLoopback(host))) throw terminalFault('PLAIN_NOT_ALLOWED', host);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** The reader's own certificate is left out where the broker asks for none. */
async function readCredentials(folder: string): Promise<BrokerCredentials> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const optional = (name: string) => read(name).catch(() => undefined);
  const [ca, cert, key] = [await read('ca.pem'), await optional('client.pem'), await optional('client-key.pem')];
  return { ca, ...(cert === undefined || key === undefined ? {} : { cert, key }) };
}
