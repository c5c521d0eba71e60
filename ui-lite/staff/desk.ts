import type { StaffAnswer, StaffOutcome } from '../../firmware/panel/staff-desk.ts';
import type { StaffRefusal } from '../../firmware/panel/staff-faults.ts';
import type { StaffOrder } from '../../firmware/panel/staff-order.ts';
import type { StaffDone, StaffReport } from '../../firmware/panel/staff-report.ts';
import { messageOf } from '../../firmware/words/message-of.ts';
import { messages } from '../../firmware/words/messages.ts';
import type { StaffPhrases } from '../../firmware/words/staff.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The reader's desk for staff, for who holds its token. */
export interface Desk {
  report(): Promise<StaffOutcome<StaffReport>>;
  order(order: StaffOrder): Promise<StaffOutcome<StaffDone>>;
  /** Both passwords are zeroed. */
  changePassword(old: Bytes, typed: Bytes): Promise<StaffOutcome<StaffDone>>;
}

/** Types the facility's password to get in; `first`: sets it. The caller zeroes it. */
export const knock = (typed: Bytes, first: boolean): Promise<StaffAnswer> =>
  ask(first ? '/staff/first-password' : '/staff/open', { method: 'POST', body: typed });

export function deskOf(token: string): Desk {
  const headers = { Authorization: `Bearer ${token}` };
  return {
    report: () => ask('/staff/report', { headers }),
    order: (order) => ask('/staff/order', { method: 'POST', headers, body: JSON.stringify(order) }),
    changePassword: async (old, typed) => {
      const body = new Uint8Array([...old, lineFeed, ...typed]);
      for (const password of [old, typed]) password.fill(0);
      const answer = await ask<StaffOutcome<StaffDone>>('/staff/password', { method: 'POST', headers, body });
      body.fill(0);
      return answer;
    },
  };
}

const lineFeed = 0x0a;

async function ask<T>(path: string, how: RequestInit): Promise<T> {
  return (await fetch(path, how)).json();
}

/** Why it was refused, in the words of staff. */
export function refusalWords(code: string, words: StaffPhrases): string {
  const own = words.refusals[code as StaffRefusal];
  const { number, staff } = messages[messageOf(code)];
  return own ?? `${number}: ${staff[words.language]}`;
}
