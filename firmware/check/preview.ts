import type { ServerResponse } from 'node:http';
import type { Frame } from '../../drivers/camera/contract.ts';

/** What the face camera sees, for the page of the person before it. */
export class Preview {
  readonly #viewers = new Map<ServerResponse, (jpeg: Buffer) => Buffer>();

  /** Sends each picture to `viewer` from now on: 4 bytes of length (big-endian), then as much of what `seal` makes of it. */
  add(viewer: ServerResponse, seal: (jpeg: Buffer) => Buffer): void {
    this.#viewers.set(viewer, seal);
    viewer.on('close', () => this.#viewers.delete(viewer));
  }

  /** The frames, shown as they pass. */
  async *of(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
    for await (const frame of frames) {
      this.#show(frame.jpeg);
      yield frame;
    }
  }

  #show(jpeg: Buffer): void {
    for (const [viewer, seal] of this.#viewers) {
      if (viewer.writableNeedDrain) continue; // a slow page sees fewer pictures, never old ones
      const sealed = seal(jpeg);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      viewer.write(Buffer.concat([length, sealed]));
    }
  }
}
