import { connect, type Socket } from 'node:net';
import { framed, Unframer } from './framing.ts';

/** What a connection to the desk is for. One connection serves one purpose; closing it ends that purpose. */
export type DeskPurpose = 'card' | 'card-watch' | 'face-camera' | 'card-camera' | 'control';

/** A connection of the reader (or of who plays the patient) to the emulated desk. */
export class DeskLink {
  #socket: Socket;
  #unframer = new Unframer();
  #closed = false;
  /** Where messages go; set before the first can come. */
  onMessage: (payload: Buffer) => void = (payload) => void payload.fill(0);
  onClose: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      try {
        this.#unframer.push(chunk, (payload) => this.onMessage(payload));
      } catch {
        socket.destroy();
      }
      chunk.fill(0);
    });
    socket.on('error', () => undefined); // `close` follows and tells
    socket.on('close', () => {
      this.#closed = true;
      this.#unframer.clear();
      this.onClose();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(payload: Uint8Array): void {
    if (this.#closed) return;
    const message = framed(payload);
    this.#socket.write(message, () => message.fill(0));
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Connects to the desk at the Unix socket `path`. Rejects with the system's error when nobody is there. */
export function connectDesk(path: string, purpose: DeskPurpose): Promise<DeskLink> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      const link = new DeskLink(socket);
      link.send(Buffer.from(purpose));
      resolve(link);
    });
  });
}
