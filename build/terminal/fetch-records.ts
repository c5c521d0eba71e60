import { createHash } from 'node:crypto';
import type { Reply } from '../../firmware/terminal/generated/types.ts';
import { terminalToolFault } from './faults.ts';

/** Fetches both logs of a reader as the one signed ZIP file that it makes, piece by piece. Throws TERMINAL_REFUSED, RECORDS_DAMAGED. */
export async function fetchRecords(ask: (name: string, data: object) => Promise<Reply>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let data = {}; ; ) {
    const { records, code, what } = await ask('records-export', data);
    if (!records) throw terminalToolFault('TERMINAL_REFUSED', `${code}: ${what}`);
    pieces.push(Buffer.from(records.piece, 'base64'));
    const { next } = records;
    if (next !== undefined) {
      data = { export: records.export, from: next };
      continue;
    }
    const whole = Buffer.concat(pieces);
    const digest = createHash('sha256').update(whole).digest('hex');
    if (whole.length !== records.bytes || digest !== records.sha256) throw terminalToolFault('RECORDS_DAMAGED');
    return whole;
  }
}
