/** The longest run of bytes behind one code byte. */
const longestRun = 254;

/** How long `bytes` bytes may become when stuffed. */
export const stuffedLength = (bytes: number): number => bytes + Math.ceil((bytes + 1) / longestRun);

/** Consistent Overhead Byte Stuffing (Cheshire and Baker, IEEE/ACM Trans. Networking 7, 1999): the same bytes with no zero among them. */
export function stuff(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(stuffedLength(bytes.length));
  let code = 0; // where the present run's code byte stands
  let end = 1;
  const close = (): void => {
    out[code] = end - code;
    code = end;
    end += 1;
  };
  for (const byte of bytes) {
    if (end - code > longestRun) close();
    if (byte === 0) close();
    else out[end++] = byte;
  }
  close();
  return out.subarray(0, code);
}

/** Undoes `stuff`; undefined when a code byte is zero or points past the end. */
export function unstuff(stuffed: Uint8Array): Buffer | undefined {
  const out = Buffer.alloc(stuffed.length);
  let end = 0;
  for (let at = 0; at < stuffed.length; ) {
    const code = stuffed[at] ?? 0;
    const next = at + code;
    if (code === 0 || next > stuffed.length) return undefined;
    out.set(stuffed.subarray(at + 1, next), end);
    end += code - 1;
    if (code <= longestRun && next < stuffed.length) end += 1; // a zero stood here
    at = next;
  }
  return out.subarray(0, end);
}
