import type { OperationRecord } from './operation-record.ts';

/** One line of the table for each record; what has no column of its own stands in `details` as JSON. */
const columns = ['seq', 'time', 'kind', 'session', 'method', 'code', 'part', 'result', 'details', 'hash'] as const;

/** The table's first line. A byte order mark before it tells spreadsheets that this is UTF-8. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`;

/** A record as a line of CSV (RFC 4180). */
export function csvLine({ seq, time, kind, fields, hash }: OperationRecord): string {
  const { session, method, part, code, reason, outcome, result, ...details } = fields as Record<string, unknown>;
  const row = {
    ...{ seq, time, kind, session, method, part, hash },
    code: code ?? reason,
    result: outcome ?? result,
    details: Object.keys(details).length > 0 ? JSON.stringify(details) : undefined,
  };
  return `${columns.map((name) => cell(row[name])).join(',')}\r\n`;
}

function cell(value: unknown): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
