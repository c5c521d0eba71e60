/** The part of sodium-native that is used; the package brings no types. */
declare module 'sodium-native' {
  import type { Buffer } from 'node:buffer';

  const sodium: {
    /** Pages of their own, filled with 0xDB, locked where the limits allow it, between guard pages. */
    sodium_malloc(size: number): Buffer;
    sodium_free(buffer: Buffer): void;
    sodium_memzero(buffer: ArrayBufferView): void;
  };
  export default sodium;
}
