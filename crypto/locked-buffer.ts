import type { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import sodium from 'sodium-native';

/**
 * A zeroed Buffer for a PIN or a 照合番号B, outside the JavaScript heap: never copied by the garbage collector, between guard pages, kept out of swap and core dumps.
 * It takes three pages or more: for secrets, not for pictures. Give it back with `wipe`.
 */
export const lockedBuffer = (size: number): Buffer => sodium.sodium_malloc(size).fill(0); // libsodium fills it with 0xDB

/** Zeroes a Buffer of `lockedBuffer` and gives it back; afterwards it is empty. Harmless when done twice. */
export function wipe(buffer: Buffer): void {
  if (buffer.length === 0) return;
  sodium.sodium_memzero(buffer);
  sodium.sodium_free(buffer);
}

/** Whether locking works: under a low RLIMIT_MEMLOCK it silently does not. For the health check at start. */
export function canLockMemory(): boolean {
  const probe = lockedBuffer(1);
  try {
    return lockedKilobytes() > 0;
  } finally {
    wipe(probe);
  }
}

/** Memory of this process that is locked now (proc(5), VmLck). */
function lockedKilobytes(): number {
  return Number(/^VmLck:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? 0);
}
