/** The part of sodium-native that is used; the package brings no types. */
declare module 'sodium-native' {
  import type { Buffer } from 'node:buffer';

  const sodium: {
    /** Pages of their own, filled with 0xDB, locked where the limits allow it, between guard pages. */
    sodium_malloc(size: number): Buffer;
    sodium_free(buffer: Buffer): void;
    sodium_memzero(buffer: ArrayBufferView): void;

    readonly crypto_secretbox_KEYBYTES: number;
    readonly crypto_secretbox_NONCEBYTES: number;
    readonly crypto_secretbox_MACBYTES: number;
    crypto_secretbox_easy(out: Buffer, message: Buffer, nonce: Buffer, key: Buffer): void;
    crypto_secretbox_open_easy(out: Buffer, sealed: Buffer, nonce: Buffer, key: Buffer): boolean;

    readonly crypto_pwhash_STRBYTES: number;
    readonly crypto_pwhash_OPSLIMIT_INTERACTIVE: number;
    readonly crypto_pwhash_MEMLIMIT_INTERACTIVE: number;
    /** argon2id as a text that holds salt and cost, filled up with zeros. */
    crypto_pwhash_str_async(
      out: Buffer,
      password: Buffer,
      passes: number,
      bytes: number,
      done: (error: Error | null) => void,
    ): void;
    crypto_pwhash_str_verify_async(
      stored: Buffer,
      password: Buffer,
      done: (error: Error | null, matches: boolean) => void,
    ): void;
  };
  export default sodium;
}
