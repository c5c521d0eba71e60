import { WrongUse } from './command.ts';

/** The value of an option that is a whole number from 0 on. Throws `WrongUse` for anything else. */
export function count(option: string, given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new WrongUse(`--${option} ${given}: a whole number from 0 on`);
  return Number(given);
}
