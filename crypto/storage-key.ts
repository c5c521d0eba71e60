import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import sodium from 'sodium-native';
import { type Files, replaceFile } from './durable-files.ts';
import { lockedBuffer } from './locked-buffer.ts';

/** A key of this device for what it keeps on its disk: XSalsa20-Poly1305 (libsodium's secretbox), a random nonce in front. */
export class StorageKey {
  readonly #key: Buffer;

  /** `key`: 32 bytes. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(message: Buffer): Buffer {
    const nonce = randomBytes(sodium.crypto_secretbox_NONCEBYTES);
    const box = Buffer.alloc(message.length + sodium.crypto_secretbox_MACBYTES);
    sodium.crypto_secretbox_easy(box, message, nonce, this.#key);
    return Buffer.concat([nonce, box]);
  }

  /** Undefined when it was sealed by another key, or is damaged. */
  open(sealed: Buffer): Buffer | undefined {
    const nonce = sealed.subarray(0, sodium.crypto_secretbox_NONCEBYTES);
    const box = sealed.subarray(nonce.length);
    if (box.length < sodium.crypto_secretbox_MACBYTES) return undefined;
    const message = Buffer.alloc(box.length - sodium.crypto_secretbox_MACBYTES);
    return sodium.crypto_secretbox_open_easy(message, box, nonce, this.#key) ? message : undefined;
  }
}

/** Reads the key of a file, for the device's user alone, or makes it. A file that holds none is replaced: what it sealed is lost. */
export async function openStorageKey(file: string, files: Files): Promise<StorageKey> {
  const text = await files.readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const key = lockedBuffer(sodium.crypto_secretbox_KEYBYTES);
  const bytes = Buffer.from(text, 'base64');
  const fresh = bytes.length === key.length ? bytes : randomBytes(key.length);
  if (fresh !== bytes) await replaceFile(files, file, fresh.toString('base64'));
  key.set(fresh);
  sodium.sodium_memzero(fresh);
  return new StorageKey(key);
}
