import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Behaviours } from './behaviours.ts';
import { checkCardFile } from './card-file-schema.ts';
import { emulatedCardFault } from './faults.ts';
import type { PrintedFace } from './printed-face.ts';

/** An emulated card as one JSON document: what is printed on it, and everything its chip holds and knows. */
export interface CardFile {
  readonly format: 'kazasu-emulated-card';
  readonly version: 1;
  readonly kind: CardKind;
  readonly printed: PrintedFace;
  /** Answer to reset, hex. */
  readonly atr: string;
  readonly applications: readonly CardApplication[];
  readonly behaviours: Behaviours;
}

export type CardKind = 'my-number-card' | 'juki-card' | 'android-phone';

/** One application (AP) of the chip. */
export interface CardApplication {
  readonly name: ApplicationName;
  /** Hex. */
  readonly aid: string;
  /** The key that signs when P2 of the signing command is 00. */
  readonly defaultKey?: string;
  readonly files: readonly CardEf[];
}

export type ApplicationName = 'jpki' | 'visual-inspection' | 'input-support' | 'juki' | 'common-card';

/**
 * Who may read a file or use a key: anyone, or whoever has satisfied one of the named credentials of the same application
 * (four hex digits each; `terminal` is the authorization without a PIN). An empty list is nobody.
 */
export type Access = 'anyone' | readonly string[];

/** An elementary file. `id` is four hex digits, upper case. */
export type CardEf = BinaryEf | RecordsEf | CredentialEf | KeyEf | TerminalRootEf;

/** A transparent file: content in base64. */
export interface BinaryEf {
  readonly id: string;
  readonly type: 'binary';
  readonly content: string;
  readonly openedBy: Access;
}

/** A record file: each record in base64. */
export interface RecordsEf {
  readonly id: string;
  readonly type: 'records';
  readonly records: readonly string[];
  readonly openedBy: Access;
}

/** A PIN, password or 照合番号 with its try counter, which the card writes back. `value` is null where none was ever set. */
export interface CredentialEf {
  readonly id: string;
  readonly type: 'credential';
  readonly value: string | null;
  readonly tries: number;
  left: number;
}

/** A private key in PKCS#8 PEM. */
export interface KeyEf {
  readonly id: string;
  readonly type: 'key';
  readonly pkcs8: string;
  readonly openedBy: Access;
}

/** The key that terminals' CV certificates are checked against: its id (32 hex digits) and its public half (SPKI PEM). */
export interface TerminalRootEf {
  readonly id: string;
  readonly type: 'terminal-root';
  readonly keyId: string;
  readonly spki: string;
}

/** Reads and checks a card's file. Throws `CARD_DOCUMENT_UNREADABLE`, or `CARD_DOCUMENT_MALFORMED` with the path inside the document. */
export async function readCardFile(path: string): Promise<CardFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw emulatedCardFault('CARD_DOCUMENT_UNREADABLE', path, { cause });
  }
  try {
    return checkCardFile(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw emulatedCardFault('CARD_DOCUMENT_MALFORMED', `${path} is not JSON`, { cause });
  }
}

/** Writes a card's file (mode 0600) at once: a reader, or a crash, sees the old document or the new one. Throws `CARD_DOCUMENT_UNWRITABLE`. */
export async function writeCardFile(path: string, card: CardFile): Promise<void> {
  const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}.card`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(card, undefined, 1)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw emulatedCardFault('CARD_DOCUMENT_UNWRITABLE', path, { cause });
  }
}

/** A file of a card, or undefined; `id` is four hex digits. */
export function efOf(card: CardFile, application: ApplicationName, id: string): CardEf | undefined {
  return card.applications.find(({ name }) => name === application)?.files.find((file) => file.id === id);
}

/** A card of its own like `card`, but with another content in one binary file: what a forger with a blank card would make. */
export function withContent(card: CardFile, application: ApplicationName, id: string, content: Uint8Array): CardFile {
  const copy = structuredClone(card);
  const file = efOf(copy, application, id);
  if (file?.type !== 'binary')
    throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', `no binary file ${id} in ${application}`);
  Object.assign(file, { content: Buffer.from(content).toString('base64') });
  return copy;
}

/** The 照合番号B that a card takes. Throws `CARD_ATTRIBUTES_REFUSED` for a card that has none (phone, 住基カード). */
export function codeBOf(card: CardFile): string {
  const file = efOf(card, 'visual-inspection', '0012');
  if (file?.type !== 'credential' || file.value === null) {
    throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', `a ${card.kind} has no 照合番号B`);
  }
  return file.value;
}
