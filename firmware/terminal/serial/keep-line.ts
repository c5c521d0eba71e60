import type { Clock } from '../../device/clock.ts';
import { CodedError } from '../../records/coded-error.ts';
import { terminalFault } from '../faults.ts';
import { type Deframer, deframer } from './deframer.ts';
import type { Dialogue } from './dialogue.ts';
import type { OpenPort, Port } from './port.ts';

/** No whole frame for so long, and the other side is taken for gone. The time that the bytes of one on its way need is added. */
export const silentMs = 3500;
const tickMs = 50;
const firstPatienceMs = 250;
const lastPatienceMs = 8000;

export interface LineParts {
  readonly open: OpenPort;
  readonly dialogue: Dialogue;
  readonly clock: Clock;
  readonly wireMs: (bytes: number) => number;
  /** A message that has come, or one that was too long to take. */
  readonly onMessage: (message: Buffer | 'too-long') => void;
  /** What is wrong with the line now; undefined once somebody is heard. */
  readonly onLine: (trouble: CodedError | undefined) => void;
}

/** A line that is kept up. */
export interface KeptLine {
  /** Something waits to be sent. */
  wake(): void;
  /** Closes the port; done when nothing runs any more. */
  close(): Promise<void>;
}

/**
 * Keeps a serial line up: opens the port, talks, and opens it again when it is gone or silent. The port's own word that it closed is
 * welcome but not waited for: only frames that come prove a line. The waits between tries double from 250 ms to 8 s.
 */
export function keepLine(parts: LineParts): KeptLine {
  const { clock, open, onLine } = parts;
  const stop = new AbortController();
  let talk: Talk | undefined;

  async function keep(): Promise<void> {
    let patienceMs = firstPatienceMs;
    while (!stop.signal.aborted) {
      talk = new Talk(parts);
      const trouble = await talk.hold(open, patienceMs, stop.signal);
      patienceMs = talk.heard ? firstPatienceMs : Math.min(2 * patienceMs, lastPatienceMs);
      talk = undefined;
      if (stop.signal.aborted) return;
      onLine(trouble);
      // A silent line is listened to again at once, and longer.
      if (trouble.code !== 'TERMINAL_LINE_SILENT') await clock.sleep(patienceMs, stop.signal).catch(() => {});
    }
  }

  const kept = keep();
  return {
    wake: () => talk?.speak(),
    close: async () => {
      stop.abort();
      await kept;
    },
  };
}

/** One opening of the port, until it is gone, silent or closed. */
class Talk {
  readonly #parts: LineParts;
  readonly #deframer: Deframer = deframer();
  #port: Port | undefined;
  #heardAt: number | undefined;
  #speaking = false;
  #broken: unknown;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  get heard(): boolean {
    return this.#heardAt !== undefined;
  }

  /** Talks until something is wrong; answers what. @param patienceMs to wait for a first frame, beyond the time of silence */
  async hold(open: OpenPort, patienceMs: number, signal: AbortSignal): Promise<CodedError> {
    const { clock, dialogue } = this.#parts;
    try {
      this.#port = await open((chunk) => this.#listen(chunk));
    } catch (error) {
      return error instanceof CodedError
        ? error
        : terminalFault('TERMINAL_LINE_UNAVAILABLE', undefined, { cause: error });
    }
    void this.#port.gone.then(() => {
      this.#broken = 'closed';
    });
    dialogue.resume();
    const openedAt = clock.monotonic() + patienceMs;
    while (!signal.aborted && this.#broken === undefined && !this.#silentSince(this.#heardAt ?? openedAt)) {
      this.speak();
      await clock.sleep(tickMs, signal).catch(() => {});
    }
    const code = this.#broken === undefined ? 'TERMINAL_LINE_SILENT' : 'TERMINAL_LINE_UNAVAILABLE';
    await this.#port.close();
    return terminalFault(code);
  }

  /** Writes all that there is to say, unless it is being written already. */
  speak(): void {
    if (this.#speaking || !this.#port) return;
    this.#speaking = true;
    this.#write(this.#port)
      .catch((error) => {
        this.#broken = error;
      })
      .finally(() => {
        this.#speaking = false;
      });
  }

  async #write(port: Port): Promise<void> {
    const { clock, dialogue } = this.#parts;
    const next = () => (this.#broken === undefined ? dialogue.next(clock.monotonic(), this.heard) : undefined);
    for (let frame = next(); frame; frame = next()) await port.write(frame);
  }

  #listen(chunk: Buffer): void {
    const { clock, dialogue, onLine, onMessage } = this.#parts;
    for (const frame of this.#deframer.push(chunk)) {
      if (frame === 'too-long') {
        onMessage(frame);
        continue;
      }
      if (!this.heard) onLine(undefined);
      this.#heardAt = clock.monotonic();
      const message = dialogue.hear(frame);
      if (message) onMessage(message);
    }
    this.speak();
  }

  #silentSince(at: number): boolean {
    const { clock, wireMs } = this.#parts;
    return clock.monotonic() - at > silentMs + wireMs(this.#deframer.arriving());
  }
}
