import type { Logger } from 'pino';
import { CodedError } from '../records/coded-error.ts';
import type { ErrorNotes } from '../records/error-notes.ts';

/**
 * Tells failures that nobody else hears of: their code to the error log, and to the diagnostics the words of our own errors, which
 * hold nothing of a person. Of any other error only where it came from: its message may quote what it failed at.
 */
export const troubleTeller =
  (diagnostics: Logger, notes: ErrorNotes) =>
  (error: unknown): void => {
    notes.note(error);
    const code = Reflect.get(Object(error), 'code');
    if (error instanceof CodedError) diagnostics.error({ code }, error.message);
    else diagnostics.error({ code, at: placesOf(error) }, 'an error of no code of ours');
  };

/** The lines of the stack that name places. */
function placesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}
