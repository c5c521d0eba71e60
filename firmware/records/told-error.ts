import { CodedError } from './coded-error.ts';

/**
 * An error in words that hold nothing of a person: our own errors say what they say; of any other one its name and where it came
 * from, for its message may quote what it failed at.
 */
export function toldError(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  if (!(error instanceof Error)) return typeof error;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 4).map((line) => line.trim())].join(' ');
}
