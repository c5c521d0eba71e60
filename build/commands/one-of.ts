import { WrongUse } from './command.ts';

/** The value of an option that knows only some words. Throws `WrongUse` for others, with those that it knows. */
export function oneOf<T extends string>(option: string, known: readonly T[], given: string): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new WrongUse(`--${option} ${given}: one of ${known.join(', ')}`);
  return found;
}
