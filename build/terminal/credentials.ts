import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TerminalCredentials } from './pair.ts';

/** Reads what a paired terminal keeps in a folder: key.pem, cert.pem, ca.pem. */
export async function readCredentials(folder: string): Promise<TerminalCredentials> {
  const read = (name: string) => readFile(join(folder, `${name}.pem`), 'utf8');
  const [key, cert, ca] = await Promise.all([read('key'), read('cert'), read('ca')]);
  return { key, cert, ca };
}

/** Writes them, for this user alone. */
export async function writeCredentials(folder: string, credentials: TerminalCredentials): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, pem] of Object.entries(credentials))
    await writeFile(join(folder, `${name}.pem`), pem, { mode: 0o600 });
}
