import { readerParts } from '../../firmware/panel/staff-report.ts';
import { messageOf } from '../../firmware/words/message-of.ts';
import { messages } from '../../firmware/words/messages.ts';
import { Notice } from '../notice.tsx';
import { refusalWords } from './desk.ts';
import type { StaffPageOptions } from './menu.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { useReport } from './use-report.ts';

/** As many faults as a small panel has room for in full; of the others the number. */
const shownFaults = 2;

/** R46: each part, and what staff do about one that does not work. */
export function Health({ desk, words, onBack }: StaffPageOptions) {
  const { report, code } = useReport(desk);
  const faults = report?.faults ?? [];
  const inFull = faults.slice(0, shownFaults);
  return (
    <StaffSheet
      title={`${words.pages.health} ${words.version} ${report?.version ?? ''}`}
      leave={words.back}
      onLeave={onBack}
    >
      {code && <Notice sign="attention">{refusalWords(code, words)}</Notice>}
      {report && faults.length === 0 && <Notice sign="good">{words.noFaults}</Notice>}
      {inFull.map((fault) => {
        const { number, staff } = messages[messageOf(fault.code)];
        return (
          <Notice sign="attention" key={`${fault.code} ${fault.part}`}>
            <b>
              {words.parts[fault.of]} {number} {fault.code}
            </b>{' '}
            {staff[words.language]}
          </Notice>
        );
      })}
      {report && (
        <ul class="points in-three">
          {faults.slice(shownFaults).map(({ code, part, of }) => (
            <li key={`${code} ${part}`} class="bad">
              {words.parts[of]} {messages[messageOf(code)].number}
            </li>
          ))}
          {readerParts
            .filter((part) => !faults.some(({ of }) => of === part))
            .map((part) => (
              <li key={part} class="good">
                {words.parts[part]} {words.works}
              </li>
            ))}
        </ul>
      )}
    </StaffSheet>
  );
}
