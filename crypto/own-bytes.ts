/**
 * Zeroed bytes outside the JavaScript heap. `Buffer.alloc` and `new Uint8Array` lay up to 64 bytes on the heap, whose collector moves them and leaves
 * the old place as it was: zeroing reaches the last copy alone. For whatever is short and of a person.
 */
export const ownBytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(new ArrayBuffer(length));

/** The same as a Buffer. */
export const ownBuffer = (length: number): Buffer<ArrayBuffer> => Buffer.from(new ArrayBuffer(length));

/** A copy of bytes outside the heap. */
export function ownCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = ownBytes(bytes.length);
  own.set(bytes);
  return own;
}
