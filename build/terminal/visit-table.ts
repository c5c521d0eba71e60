import type { VisitRow } from './serve-visits.ts';

/** Visits that a live table shows. */
const mostRows = 12;

/** Shows readers and their visits as they change. */
export interface VisitTable {
  /** `where`: the reader, when there are several. */
  show(row: VisitRow, where?: string): void;
  /** The state of a reader, in words. */
  say(where: string, state: string): void;
}

/**
 * A table that is drawn over itself where the output is a terminal of this width (`columns`); elsewhere a line for each step.
 * @param write writes text to the output
 */
export function visitTable(write: (text: string) => void, columns: number | undefined): VisitTable {
  const states = new Map<string, string>();
  const rows = new Map<string, string>();
  let drawn = 0;
  const draw = (line: string) => {
    if (columns === undefined) return write(`${line}\n`);
    const lines = [...states.values(), ...rows.values()].map((one) => `${one.slice(0, columns - 1)}\n`);
    // Back to the first line, and everything below it away.
    write(`${drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : ''}${lines.join('')}`);
    drawn = lines.length;
  };
  return {
    show(row, where) {
      rows.set(row.session, lineOf(row, where));
      const [oldest] = rows.keys();
      if (rows.size > mostRows && oldest !== undefined) rows.delete(oldest);
      draw(lineOf(row, where));
    },
    say(where, state) {
      states.set(where, `${where}: ${state}`);
      draw(`${where}: ${state}`);
    },
  };
}

const lineOf = ({ session, at, method, proved, answer }: VisitRow, where?: string): string =>
  [
    ...(where === undefined ? [] : [where.padEnd(12)]),
    session.slice(0, 8),
    at.padEnd(24),
    method.padEnd(7),
    proved && `proved: ${proved}`.padEnd(12),
    answer,
  ]
    .join('  ')
    .trimEnd();
