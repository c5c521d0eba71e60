import { Buffer } from 'node:buffer';

/** One-byte control messages of vsmartcard's vpcd; anything longer is an APDU. */
export const control = { off: 0x00, on: 0x01, reset: 0x02, atr: 0x04 } as const;

/** Frames a message: its length as u16, then itself. */
export function frame(payload: Uint8Array): Buffer {
  const out = Buffer.alloc(payload.length + 2);
  out.writeUInt16BE(payload.length);
  out.set(payload, 2);
  return out;
}

/** Cuts a byte stream into messages. */
export class MessageReader {
  private held = Buffer.alloc(0);

  /** Takes the next bytes and returns the messages that are now whole. */
  take(chunk: Uint8Array): Buffer[] {
    this.held = Buffer.concat([this.held, chunk]);
    const messages: Buffer[] = [];
    while (this.held.length >= 2) {
      const end = 2 + this.held.readUInt16BE();
      if (this.held.length < end) break;
      messages.push(this.held.subarray(2, end));
      this.held = this.held.subarray(end);
    }
    return messages;
  }
}
