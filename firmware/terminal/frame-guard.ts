import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connection that ends as soon as an MQTT packet announces more than `maxBytes` (MQTT 3.1.1 section 2.2.3),
 * before a byte of it is kept: the broker itself would collect up to 256 MB.
 */
export function guardFrames(socket: Socket, maxBytes: number): Duplex {
  const fits = frameMeter(maxBytes);
  const guarded = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
    writev: (chunks, done) => {
      socket.cork();
      chunks.forEach(({ chunk }, at) => void socket.write(chunk, at === chunks.length - 1 ? done : undefined));
      socket.uncork();
    },
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!fits(chunk)) guarded.destroy();
    else if (!guarded.push(chunk)) socket.pause();
  });
  socket.on('end', () => void guarded.push(null));
  socket.on('error', () => void guarded.destroy());
  socket.on('close', () => void guarded.destroy());
  return guarded;
}

/** Follows the packets of a byte stream; false once one is announced longer than `maxBytes`, or its length is malformed. */
export function frameMeter(maxBytes: number): (chunk: Uint8Array) => boolean {
  let left = 0; // bytes of the present packet still to come
  let lengthBytes = -1; // bytes of its length read so far; -1: its first byte is to come
  let length = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (left > 0) {
        const taken = Math.min(left, chunk.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (lengthBytes < 0) {
        [lengthBytes, length] = [0, 0];
        continue;
      }
      length += (byte & 0x7f) * 128 ** lengthBytes;
      lengthBytes += 1;
      if (length > maxBytes || (lengthBytes === 4 && byte & 0x80)) return false;
      if ((byte & 0x80) === 0) [left, lengthBytes] = [length, -1];
    }
    return true;
  };
}
