/** A file of a log. */
export interface KeptFile {
  readonly number: number;
  readonly bytes: number;
  /** When its last record was written, wall clock, ms. */
  readonly at: number;
}

/**
 * The files that go so that all of a log fits its size: the oldest, never the one that is written to. Pure.
 * @param files oldest first
 */
export function tooMany(files: readonly KeptFile[], maxBytes: number): readonly KeptFile[] {
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return files.slice(0, -1).filter(({ bytes }) => {
    const goes = total > maxBytes;
    if (goes) total -= bytes;
    return goes;
  });
}

/** The oldest file, if its last record is older than `maxMs`. One at a time: a clock that jumps ahead must not empty the log. Pure. */
export function tooOld(files: readonly KeptFile[], maxMs: number, now: number): readonly KeptFile[] {
  return files
    .slice(0, -1)
    .slice(0, 1)
    .filter(({ at }) => now - at > maxMs);
}
