import type { Logger } from 'pino';
import type { ErrorNotes } from '../records/error-notes.ts';
import { toldError } from '../records/told-error.ts';

/** Tells failures that nobody else hears of: their code to the error log, and words that hold nothing of a person to the diagnostics. */
export const troubleTeller =
  (diagnostics: Logger, notes: ErrorNotes) =>
  (error: unknown): void => {
    notes.note(error);
    diagnostics.error({ code: Reflect.get(Object(error), 'code') }, toldError(error));
  };
