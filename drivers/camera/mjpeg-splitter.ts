/** Cuts a byte stream into JPEG pictures. Everything it lets go of has been zeroed. */
export interface MjpegSplitter {
  /**
   * Takes the next bytes, zeroes `chunk`, and gives the pictures that ended in them.
   * Each is a buffer of its own (never from the shared pool), for the caller to zero.
   */
  push(chunk: Buffer): Buffer[];
  /** Zeroes what is held of an unfinished picture. The splitter can be used again. */
  clear(): void;
}

/** The largest picture taken by default: an MJPEG frame of 1080p at best quality is under 1.5 MiB. */
export const largestFrame = 4 * 1024 * 1024;

const startSize = 64 * 1024;

/** Where the parser stands: before a picture, between its segments, or in entropy-coded data. */
type Place = 'outside' | 'segments' | 'scan';

/**
 * Splits concatenated or multipart MJPEG by walking each picture's marker segments (ISO/IEC 10918-1 Annex B), so that a
 * thumbnail inside a segment does not end a picture and whatever lies between pictures is skipped. A picture that is
 * broken, has no scan, or outgrows `maxBytes` is dropped; the next start of image is looked for after it.
 */
export function createMjpegSplitter(maxBytes = largestFrame): MjpegSplitter {
  let held = Buffer.allocUnsafeSlow(Math.min(startSize, maxBytes));
  let length = 0; // bytes held, the picture's first at 0 unless outside
  let at = 0; // next byte to look at
  let place: Place = 'outside';
  let scanned = false;

  /** Forgets the first `count` bytes. */
  function forget(count: number): void {
    held.copyWithin(0, count, length);
    held.fill(0, length - count, length);
    length -= count;
    at -= count;
  }

  function restart(from: number): void {
    place = 'outside';
    scanned = false;
    at = from;
  }

  function hold(bytes: Buffer): void {
    if (length + bytes.length > held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(maxBytes, Math.max(held.length * 2, length + bytes.length)));
      held.copy(larger, 0, 0, length);
      held.fill(0);
      held = larger;
    }
    bytes.copy(held, length);
    length += bytes.length;
  }

  /** Finds FF D8 FF and moves it to the front; false when more bytes are needed. */
  function seek(): boolean {
    const start = held.subarray(0, length).indexOf(startOfImage, at);
    if (start < 0) {
      forget(Math.max(0, length - 2)); // the next chunk may complete it
      at = 0;
      return false;
    }
    at = start;
    forget(start);
    at = 2;
    place = 'segments';
    return true;
  }

  /** Passes one marker, or one segment whole; false when more bytes are needed. */
  function passSegment(): boolean {
    if (at + 2 > length) return false;
    const marker = held[at + 1] ?? 0;
    if (held[at] !== 0xff || marker === 0x00 || marker === marks.startOfImage) {
      restart(marker === marks.startOfImage ? at : at + 1);
      return true;
    }
    if (marker === 0xff)
      at += 1; // fill byte
    else if (isAlone(marker)) at += 2;
    else {
      if (at + 4 > length) return false;
      const size = held.readUInt16BE(at + 2);
      if (size < 2) restart(at + 2);
      else {
        at += 2 + size; // may lie past what is held: the bytes are still to come
        if (marker === marks.startOfScan) {
          place = 'scan';
          scanned = true;
        }
      }
    }
    return true;
  }

  /** Passes entropy-coded data up to the next marker; false when more bytes are needed. */
  function passScan(): boolean {
    while (at < length) {
      const next = held.subarray(0, length).indexOf(0xff, at);
      if (next < 0) at = length;
      else if (next + 1 >= length) {
        at = next;
        return false;
      } else {
        const marker = held[next + 1] ?? 0;
        if (marker !== 0x00 && !isRestart(marker)) {
          at = next;
          place = 'segments';
          return true;
        }
        at = next + 2;
      }
    }
    return false;
  }

  /** True when the picture held ends at `at`. */
  const ended = () =>
    place === 'segments' && at + 2 <= length && held[at] === 0xff && held[at + 1] === marks.endOfImage;

  function takePicture(): Buffer | undefined {
    const end = at + 2;
    const picture = scanned ? Buffer.allocUnsafeSlow(end) : undefined;
    if (picture) held.copy(picture, 0, 0, end);
    at = end;
    forget(end);
    restart(0);
    return picture;
  }

  function parse(): Buffer[] {
    const pictures: Buffer[] = [];
    for (;;) {
      if (ended()) {
        const picture = takePicture();
        if (picture) pictures.push(picture);
      } else if (at > length) return pictures;
      else if (place === 'outside' ? !seek() : place === 'segments' ? !passSegment() : !passScan()) return pictures;
    }
  }

  function clear(): void {
    held.fill(0);
    length = 0;
    restart(0);
  }

  return {
    push(chunk) {
      const pictures: Buffer[] = [];
      for (let from = 0; from < chunk.length; ) {
        const piece = chunk.subarray(from, from + Math.min(startSize, maxBytes - length));
        hold(piece);
        from += piece.length;
        pictures.push(...parse());
        if (length >= maxBytes) clear(); // too large to be a picture of this camera
      }
      chunk.fill(0);
      return pictures;
    },
    clear,
  };
}

const marks = { startOfImage: 0xd8, endOfImage: 0xd9, startOfScan: 0xda } as const;
const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const isAlone = (marker: number) => marker === 0x01 || isRestart(marker) || marker === marks.endOfImage;
