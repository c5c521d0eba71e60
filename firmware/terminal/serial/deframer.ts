import { type Frame, maxStuffedBytes, readFrame } from './frame.ts';

/** Finds the frames in the bytes of a line. */
export interface Deframer {
  /** What the bytes complete, in order: frames, and `too-long` once for each that ran over the limit. Damaged ones are skipped. */
  push(chunk: Uint8Array): (Frame | 'too-long')[];
  /** Bytes collected of a frame that has not ended yet. */
  arriving(): number;
}

/** Keeps at most one frame of the greatest length in memory, whatever comes. */
export function deframer(): Deframer {
  const held = Buffer.alloc(maxStuffedBytes);
  let length = 0;
  let tooLong = false;

  function end(): Frame | 'too-long' | undefined {
    const found = tooLong ? 'too-long' : length > 0 ? readFrame(held.subarray(0, length)) : undefined;
    [length, tooLong] = [0, false];
    return found;
  }

  function collect(bytes: Uint8Array): void {
    tooLong ||= length + bytes.length > maxStuffedBytes;
    if (tooLong) return;
    held.set(bytes, length);
    length += bytes.length;
  }

  return {
    push(chunk) {
      const found: (Frame | 'too-long')[] = [];
      for (let from = 0; from < chunk.length; ) {
        const zero = chunk.indexOf(0, from);
        collect(chunk.subarray(from, zero < 0 ? chunk.length : zero));
        if (zero < 0) break;
        const frame = end();
        if (frame) found.push(frame);
        from = zero + 1;
      }
      return found;
    },
    arriving: () => length,
  };
}
