import type { OperationRecord } from '../records/operation-record.ts';
import type { Statistics } from '../terminal/messages.ts';

type Count = Statistics['counts'][number];

const japan = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Day (YYYY-MM-DD) and hour of Japan's clock. `at`: ms since 1970. */
export function japanHour(at: number): { day: string; hour: number } {
  const [day = '', time = ''] = japan.format(at).split(' ');
  return { day, hour: Number(time.slice(0, 2)) };
}

/** How the visits of a day in Japan ended: one row for each hour, outcome and method, in the order in which they first occurred. */
export async function countVisits(records: AsyncIterable<OperationRecord>, day: string): Promise<Count[]> {
  const counts = new Map<string, Count>();
  for await (const { kind, time, fields } of records) {
    if (kind !== 'session-ended') continue;
    const ended = japanHour(Date.parse(time));
    if (ended.day !== day) continue;
    const { outcome, method } = fields as Pick<Count, 'outcome' | 'method'>;
    const row = { hour: ended.hour, outcome, ...(method === undefined ? {} : { method }) };
    const key = JSON.stringify(row);
    counts.set(key, { ...row, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
