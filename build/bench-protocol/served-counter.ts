import { join } from 'node:path';
import { systemFiles } from '../../crypto/durable-files.ts';
import { openReaderCa } from '../../crypto/reader-ca.ts';
import type { Emulation } from '../../drivers/desk/emulation.ts';
import { credentialsFrom, letIn } from '../terminal/let-in.ts';
import type { TerminalCredentials } from '../terminal/pair.ts';
import { Counter } from '../visit/counter.ts';

/** A counter whose reader speaks TLS, and the certificate of a terminal that it lets in. */
export interface ServedCounter {
  readonly counter: Counter;
  readonly terminal: string;
  readonly credentials: TerminalCredentials;
}

/** Starts a counter with its reader in a folder of its own; nobody comes yet. */
export async function openServedCounter(
  folder: string,
  name: string,
  emulation: Emulation,
  everyMs: number,
): Promise<ServedCounter> {
  const pairing = join(folder, 'pairing');
  const ca = await openReaderCa(pairing, name, systemFiles, Date.now);
  const terminal = 'bench';
  const credentials = await credentialsFrom(ca, terminal);
  await letIn(pairing, terminal, credentials);
  const mqtt = { listen: { port: 0 }, plain: false };
  const counter = await Counter.open({ folder, name, emulation, terminal: { mqtt }, everyMs });
  await counter.start();
  return { counter, terminal, credentials };
}
