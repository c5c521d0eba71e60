import { join } from 'node:path';
import { type Files, removeFile, replaceFile } from '../../../crypto/durable-files.ts';

/** An opening of the case that nobody has answered for, or that somebody just has. */
export interface Opening {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly clearedBy?: 'staff' | 'vendor';
}

const fileIn = (folder: string): string => join(folder, 'case-opened.json');
const idForm = /^[0-9a-f]{16}$/;

/** The opening that a device remembers, whatever its power did meanwhile. What cannot be read was an opening: nobody clears it by breaking a file. */
export async function readOpening(folder: string, files: Files): Promise<Opening | undefined> {
  try {
    const { id, clearedBy } = JSON.parse(await files.readFile(fileIn(folder), 'utf8'));
    if (!idForm.test(id)) return { id: '0'.repeat(16) };
    return clearedBy === 'staff' || clearedBy === 'vendor' ? { id, clearedBy } : { id };
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ENOENT' ? undefined : { id: '0'.repeat(16) };
  }
}

export async function writeOpening(folder: string, files: Files, opening: Opening): Promise<void> {
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(files, fileIn(folder), JSON.stringify(opening));
}

export const forgetOpening = (folder: string, files: Files): Promise<void> => removeFile(files, fileIn(folder));
