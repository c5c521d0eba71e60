import { WrongUse } from './command.ts';

/** `NAME=FILE` arguments as group name → file. */
export function groupsIn(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((words) => {
      const at = words.indexOf('=');
      if (at <= 0 || at === words.length - 1) throw new WrongUse(`--group ${words}: NAME=FILE`);
      return [words.slice(0, at), words.slice(at + 1)];
    }),
  );
}
