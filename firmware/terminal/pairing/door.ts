import { networkInterfaces } from 'node:os';
import type { TLSSocket, TlsOptions } from 'node:tls';
import type { Files } from '../../../crypto/durable-files.ts';
import type { ReaderCa } from '../../../crypto/reader-ca.ts';
import type { Clock } from '../../device/clock.ts';
import type { Peer } from '../trust.ts';
import { watchPaired } from './paired-list.ts';

/** Who may come in by TLS. */
export interface Door {
  readonly tls: TlsOptions;
  /** By its certificate; changes when staff pair or revoke. */
  peerOf(socket: TLSSocket): Peer;
  /** Hears when the list has changed. */
  onChange(listener: () => void): void;
  close(): void;
}

/**
 * Opens the door: TLS 1.3 with a certificate of the reader's own CA for every address of this machine; terminals are known by theirs. Who has none
 * that is valid and on the list comes in as unpaired.
 */
export async function openDoor(
  folder: string,
  reader: string,
  ca: ReaderCa,
  files: Files,
  clock: Clock,
): Promise<Door> {
  const { key, certificate } = await ca.issueServer(reader, hostsOf(reader));
  const list = await watchPaired(folder, files, clock);
  return {
    tls: {
      key,
      cert: certificate,
      ca: ca.certificate,
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: false,
    },
    peerOf(socket) {
      if (!socket.authorized) return { is: 'unpaired' };
      const fingerprint = socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase() ?? '';
      const name = list.nameOf(fingerprint);
      return name === undefined ? { is: 'unpaired' } : { is: 'paired', name };
    },
    onChange: list.onChange,
    close: list.close,
  };
}

function hostsOf(reader: string): { type: 'dns' | 'ip'; value: string }[] {
  const addresses = Object.values(networkInterfaces()).flatMap((ones) => (ones ?? []).map(({ address }) => address));
  return [
    ...[reader, 'localhost'].map((value) => ({ type: 'dns' as const, value })),
    ...[...new Set(['127.0.0.1', ...addresses])]
      .filter((address) => !address.includes('%'))
      .map((value) => ({ type: 'ip' as const, value })),
  ];
}
