import type { StaffPageOptions } from './menu.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { useReport } from './use-report.ts';

/** As many as a small panel has room for. */
const shownEvents = 7;

/** The last things that happened, in codes; nothing personal. */
export function Events({ desk, words, onBack }: StaffPageOptions) {
  const { report } = useReport(desk);
  return (
    <StaffSheet title={words.pages.events} leave={words.back} onLeave={onBack}>
      {report?.events.length === 0 && <p>{words.noEvents}</p>}
      <ul>
        {report?.events.slice(0, shownEvents).map(({ at, what, code }) => (
          <li key={`${at} ${what} ${code}`}>
            {new Date(at).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo' })} {words.events[what]} {code}
          </li>
        ))}
      </ul>
    </StaffSheet>
  );
}
