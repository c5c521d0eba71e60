import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../../crypto/durable-files.ts';
import type { Clock } from '../../device/clock.ts';
import { readPaired } from './paired-terminals.ts';

const lookMs = 1000;

/** The paired terminals as they are now. */
export interface PairedList {
  /** The terminal of a certificate; undefined when it is not on the list. `fingerprint`: SHA-256 of its DER, hexadecimal. */
  nameOf(fingerprint: string): string | undefined;
  /** Hears when the list has changed. */
  onChange(listener: () => void): void;
  close(): void;
}

/** Reads the list of a pairing folder, and looks at it every second, so that a revoked terminal is out at once. */
export async function watchPaired(folder: string, files: Files, clock: Clock): Promise<PairedList> {
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
    nameOf: (fingerprint) => names.get(fingerprint),
    onChange: (listener) => void listeners.push(listener),
    close: () => closed.abort(),
  };
}
