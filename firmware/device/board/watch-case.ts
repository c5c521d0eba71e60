import type { Files } from '../../../crypto/durable-files.ts';
import { type FaultsBoard, knownFault } from '../../records/faults-board.ts';
import type { OperationEntry } from '../../records/operation-log.ts';
import type { Clock } from '../clock.ts';
import { deviceFaults } from '../device-faults.ts';
import type { Reader } from '../reader.ts';
import { forgetOpening, readOpening, writeOpening } from './opening.ts';

export interface CaseParts {
  /** The device's own folder. */
  readonly folder: string;
  readonly files: Files;
  readonly reader: Pick<Reader, 'refuseChecks'>;
  readonly faults: FaultsBoard;
  readonly checks: 'refuse' | 'go-on';
  /** Into the operation log; the device signs it. */
  readonly record: (entry: OperationEntry) => Promise<unknown>;
  /** 16 hexadecimal digits, random. */
  readonly newId: () => string;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

const lookMs = 500;
/** A contact bounces, and a board that is being set floats: an opening lasts longer. */
const settledMs = 500;
const part = 'case';

/** Remembers that the case was opened, through every loss of power, until staff or the vendor have answered for it. */
export class CaseWatch {
  readonly #parts: CaseParts;
  #openSince: number | undefined;
  /** It was open, and is shut again, since anybody looked. */
  #wasOpened = false;
  /** An opening is known that nobody has answered for. */
  #stands = false;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  /** What the tamper switch says now. */
  sense(open: boolean): void {
    if (open === (this.#openSince !== undefined)) return;
    this.#wasOpened ||= this.#isOpen() && !this.#stands;
    this.#openSince = open ? this.#parts.clock.monotonic() : undefined;
  }

  /** Looks for an opening, and for an answer to it; done when the signal ends it. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#settle().catch(this.#parts.onTrouble);
      await this.#parts.clock.sleep(lookMs, signal).catch(() => undefined);
    }
  }

  async #settle(): Promise<void> {
    const { folder, files, newId } = this.#parts;
    const opening = await readOpening(folder, files);
    if (opening?.clearedBy) {
      await this.#record({ kind: 'case-cleared', fields: { opening: opening.id, by: opening.clearedBy } });
      await forgetOpening(folder, files);
      this.#stand(false);
    } else if (opening) return this.#stand(true);
    if (!this.#isOpen() && !this.#wasOpened) return;
    this.#wasOpened = false;
    this.#stand(true);
    const id = newId();
    await writeOpening(folder, files, { id });
    await this.#record({ kind: 'case-opened', fields: { opening: id } });
  }

  /** A log that cannot be written has its own fault, and keeps nobody from clearing this one. */
  async #record(entry: OperationEntry): Promise<void> {
    await this.#parts.record(entry).catch(this.#parts.onTrouble);
  }

  #isOpen(): boolean {
    return this.#openSince !== undefined && this.#parts.clock.monotonic() - this.#openSince >= settledMs;
  }

  #stand(opened: boolean): void {
    const { reader, faults, checks } = this.#parts;
    this.#stands = opened;
    if (opened) faults.raise(knownFault('CASE_OPENED', deviceFaults.CASE_OPENED, part));
    else faults.clear('CASE_OPENED', part);
    if (checks === 'refuse') reader.refuseChecks(opened ? 'CASE_OPENED' : undefined);
  }
}
