import { join } from 'node:path';
import { type Files, replaceFile } from '../../../crypto/durable-files.ts';

/** A terminal that staff have let in. */
export interface PairedTerminal {
  readonly name: string;
  /** SHA-256 of its certificate's DER, hexadecimal. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly paired: string;
  readonly notAfter: string;
}

const fileIn = (folder: string): string => join(folder, 'paired.json');

/** The paired terminals of a folder. */
export async function readPaired(folder: string, files: Files): Promise<PairedTerminal[]> {
  try {
    return JSON.parse(await files.readFile(fileIn(folder), 'utf8'));
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ENOENT') return [];
    throw error;
  }
}

/** Puts a terminal on the list; who had its name is off it. */
export async function addPaired(folder: string, files: Files, terminal: PairedTerminal): Promise<void> {
  const others = (await readPaired(folder, files)).filter(({ name }) => name !== terminal.name);
  await write(folder, files, [...others, terminal]);
}

/** Takes a terminal off the list; false when it is not on it. */
export async function revokePaired(folder: string, files: Files, name: string): Promise<boolean> {
  const all = await readPaired(folder, files);
  const left = all.filter((terminal) => terminal.name !== name);
  if (left.length < all.length) await write(folder, files, left);
  return left.length < all.length;
}

const write = (folder: string, files: Files, all: readonly PairedTerminal[]) =>
  replaceFile(files, fileIn(folder), `${JSON.stringify(all, null, 2)}\n`);
