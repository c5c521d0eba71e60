import { ownBuffer } from '../../crypto/own-bytes.ts';

/** Longest message on the desk's socket: a camera picture. */
export const longestMessage = 4 * 1024 * 1024;

/** One message on the desk's socket: u32 big-endian length, then the payload. */
export function framed(payload: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(4 + payload.length);
  message.writeUInt32BE(payload.length);
  message.set(payload, 4);
  return message;
}

/** Cuts a byte stream into the payloads of its messages; each answered Buffer is the caller's own. */
export class Unframer {
  #head = Buffer.alloc(4);
  #headLength = 0;
  #body: Buffer | undefined;
  #bodyLength = 0;

  /** Takes the next bytes, calls `onMessage` for each whole message. Throws RangeError on one longer than `longestMessage`. */
  push(chunk: Buffer, onMessage: (payload: Buffer) => void): void {
    let at = 0;
    while (at < chunk.length || (this.#body && this.#bodyLength === this.#body.length)) {
      if (!this.#body) {
        const taken = chunk.copy(this.#head, this.#headLength, at);
        at += taken;
        this.#headLength += taken;
        if (this.#headLength < 4) return;
        const length = this.#head.readUInt32BE();
        if (length > longestMessage) throw new RangeError(`a message of ${length} bytes on the desk's socket`);
        this.#body = ownBuffer(length);
        this.#bodyLength = 0;
      }
      const taken = chunk.copy(this.#body, this.#bodyLength, at);
      at += taken;
      this.#bodyLength += taken;
      if (this.#bodyLength < this.#body.length) return;
      const whole = this.#body;
      this.#body = undefined;
      this.#headLength = 0;
      onMessage(whole);
    }
  }

  /** Zeroes what came of a message whose rest will not come. */
  clear(): void {
    this.#body?.fill(0);
  }
}
