import type { VisitRow } from './serve-visits.ts';

/** Visits that a live table shows. */
const mostRows = 12;

/** Shows the rows of visits as they change. */
export interface VisitTable {
  /** `where`: the reader, when there are several. */
  show(row: VisitRow, where?: string): void;
  /** Says something besides. */
  say(line: string): void;
}

/**
 * A table that is drawn over itself where the output is a terminal of this width (`columns`); elsewhere a line for each step of a visit.
 * @param write writes text to the output
 */
export function visitTable(write: (text: string) => void, columns: number | undefined): VisitTable {
  if (columns === undefined) {
    const line = (text: string) => write(`${text}\n`);
    return { show: (row, where) => line(lineOf(row, where)), say: line };
  }
  const rows = new Map<string, string>();
  let drawn = 0;
  const draw = (above?: string) => {
    // Back to the first row, and everything below it away.
    write(drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : '');
    if (above !== undefined) write(`${above}\n`);
    for (const row of rows.values()) write(`${row.slice(0, columns - 1)}\n`);
    drawn = rows.size;
  };
  return {
    show(row, where) {
      rows.set(row.session, lineOf(row, where));
      const [oldest] = rows.keys();
      if (rows.size > mostRows && oldest !== undefined) rows.delete(oldest);
      draw();
    },
    say: draw,
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
