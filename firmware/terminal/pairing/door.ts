import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket, TlsOptions } from 'node:tls';
import type { Files } from '../../../crypto/durable-files.ts';
import type { ReaderCa } from '../../../crypto/reader-ca.ts';
import type { Clock } from '../../device/clock.ts';
import type { Peer } from '../trust.ts';
import { readPaired } from './paired-terminals.ts';

const lookMs = 1000;

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
 * that is valid and on the list comes in as unpaired. The list is looked at every second, so that a revoked terminal is out at once.
 */
export async function openDoor(
  folder: string,
  reader: string,
  ca: ReaderCa,
  files: Files,
  clock: Clock,
): Promise<Door> {
  const { key, certificate } = await ca.issueServer(reader, hostsOf(reader));
  const listeners: (() => void)[] = [];
  const closed = new AbortController();
  let names = new Map<string, string>();
  const load = async () => {
    names = new Map((await readPaired(folder, files)).map(({ fingerprint, name }) => [fingerprint, name]));
  };
  const changedAt = () =>
    stat(join(folder, 'paired.json')).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );

  async function watch(): Promise<void> {
    for (let seen = await changedAt(); !closed.signal.aborted; ) {
      await clock.sleep(lookMs, closed.signal).catch(() => {});
      const now = await changedAt();
      if (now === seen || closed.signal.aborted) continue;
      seen = now;
      await load();
      for (const listener of listeners) listener();
    }
  }
  await load();
  void watch();

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
      const name = names.get(socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase() ?? '');
      return name === undefined ? { is: 'unpaired' } : { is: 'paired', name };
    },
    onChange: (listener) => void listeners.push(listener),
    close: () => closed.abort(),
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
