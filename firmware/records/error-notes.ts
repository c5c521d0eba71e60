import type { StandingFault } from './faults-board.ts';
import type { OperationLog } from './operation-log.ts';

type Part = Pick<StandingFault, 'code' | 'part'>;

/** A failure that repeats is written once a minute, with how often: a disk is not worn out by what is broken anyway. */
const minuteMs = 60_000;
const codeForm = /^[A-Z][A-Z0-9_]{1,63}$/;

/** Writes what fails into the error log (R43), by its code alone: messages of errors may quote what they failed at. */
export class ErrorNotes {
  readonly #log: OperationLog;
  readonly #times = new Map<string, number>();

  constructor(log: OperationLog) {
    this.#log = log;
  }

  /** Notes a failure; an error without a code of the usual form is `UNCODED`. Never throws: a log that fails has its fault. */
  note(error: unknown, part?: string): void {
    const code = codeOf(error);
    const key = `${code} ${part}`;
    const before = this.#times.get(key);
    this.#times.set(key, (before ?? 0) + 1);
    if (before !== undefined) return;
    this.#write({ code, ...(part === undefined ? {} : { part }) });
    setTimeout(() => this.#minuteOver(key, code, part), minuteMs).unref();
  }

  #minuteOver(key: string, code: string, part: string | undefined): void {
    const more = (this.#times.get(key) ?? 1) - 1;
    this.#times.delete(key);
    if (more > 0) this.#write({ code, ...(part === undefined ? {} : { part }) }, more);
  }

  #write(fields: Part, times?: number): void {
    const entry = { kind: 'error', fields: { ...fields, ...(times === undefined ? {} : { times }) } } as const;
    this.#log.append(entry).catch(() => undefined);
  }
}

function codeOf(error: unknown): string {
  const code = Reflect.get(Object(error), 'code');
  return typeof code === 'string' && codeForm.test(code) ? code : 'UNCODED';
}
