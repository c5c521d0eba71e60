import { Buffer } from 'node:buffer';
import type { Access, BinaryEf, CredentialEf, KeyEf, RecordsEf } from './card-file.ts';

/** A transparent file. */
export const binary = (id: string, content: Uint8Array, openedBy: Access): BinaryEf => ({
  id,
  type: 'binary',
  content: Buffer.from(content).toString('base64'),
  openedBy,
});

/** A record file. */
export const records = (id: string, contents: readonly Uint8Array[], openedBy: Access): RecordsEf => ({
  id,
  type: 'records',
  records: contents.map((content) => Buffer.from(content).toString('base64')),
  openedBy,
});

/** A credential with all its tries left, or none of them: locked, as a PIN that was never set presumably answers too (a guess). */
export const credential = (id: string, value: string | null, tries: number, locked = value === null): CredentialEf => ({
  id,
  type: 'credential',
  value,
  tries,
  left: locked ? 0 : tries,
});

/** A private key. */
export const key = (id: string, pkcs8: string, openedBy: Access): KeyEf => ({ id, type: 'key', pkcs8, openedBy });
