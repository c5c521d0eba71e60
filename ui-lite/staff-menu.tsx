import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { StaffAnswer, StaffReport } from '../firmware/panel/staff-desk.ts';
import { messageOf } from '../firmware/words/message-of.ts';
import { messages } from '../firmware/words/messages.ts';
import { type StaffPhrases, staffWords } from '../firmware/words/staff.ts';
import { Frame } from './frame.tsx';
import { Notice } from './notice.tsx';
import { usePhrases } from './say.tsx';
import { StaffPad } from './staff-pad.tsx';

/** R46: how the reader is, for staff, behind the facility's password. */
export function StaffMenu({ onClose }: { onClose: () => void }) {
  const words = staffWords(usePhrases().language);
  const [report, setReport] = useState<StaffReport>();
  const close = (
    <button type="button" onClick={onClose}>
      {words.close}
    </button>
  );
  if (report) return <Report report={report} words={words} close={close} />;
  const enter = async (token: string) => {
    const answer = await fetch('/staff/report', { headers: { Authorization: `Bearer ${token}` } });
    if (answer.ok) setReport(await answer.json());
  };
  return <Password words={words} close={close} onToken={enter} />;
}

interface PasswordOptions {
  readonly words: StaffPhrases;
  readonly close: ComponentChildren;
  readonly onToken: (token: string) => Promise<void>;
}

/** Asks the facility's password; at its first start, lets staff choose it, typed twice. */
function Password({ words, close, onToken }: PasswordOptions) {
  const [said, setSaid] = useState(words.typePassword);
  const [first, setFirst] = useState<Uint8Array>();
  const [choosing, setChoosing] = useState(false);
  const send = async (path: string, typed: Uint8Array<ArrayBuffer>) => {
    const answer: StaffAnswer = await (await fetch(path, { method: 'POST', body: typed })).json();
    if ('token' in answer) return onToken(answer.token);
    const noneYet = ['FACILITY_PASSWORD_NOT_SET', 'FACILITY_PASSWORD_UNFIT'].includes(answer.code);
    const { number, staff } = messages[messageOf(answer.code)];
    setChoosing(noneYet);
    setSaid(noneYet ? words.firstPassword : `${number}: ${staff[words.language]}`);
  };
  const choose = async (typed: Uint8Array<ArrayBuffer>) => {
    if (!first) {
      setFirst(typed.slice());
      return setSaid(words.again);
    }
    const same = first.length === typed.length && first.every((byte, at) => byte === typed[at]);
    first.fill(0);
    setFirst(undefined);
    if (same) return send('/staff/first-password', typed);
    setSaid(words.differs);
  };
  return (
    <Frame
      title={words.menu}
      kind="for-staff"
      actions={close}
      keyboard={<StaffPad words={words} onEnter={choosing ? choose : (typed) => send('/staff/open', typed)} />}
    >
      <p>{said}</p>
    </Frame>
  );
}

interface ReportOptions {
  readonly report: StaffReport;
  readonly words: StaffPhrases;
  readonly close: ComponentChildren;
}

/** As many as a small panel has room for. */
const shownFaults = 2;
const shownEvents = 6;

function Report({ report: { version, faults, events }, words, close }: ReportOptions) {
  return (
    <Frame title={`${words.menu}　${words.version} ${version}`} kind="for-staff" actions={close}>
      {faults.length === 0 && <Notice sign="good">{words.noFaults}</Notice>}
      {faults.slice(0, shownFaults).map(({ code, part }) => {
        const { number, staff } = messages[messageOf(code)];
        return (
          <Notice sign="attention" key={`${code} ${part}`}>
            <b>
              {number} {code}
            </b>{' '}
            {staff[words.language]}
          </Notice>
        );
      })}
      <h2>{words.lastEvents}</h2>
      <ul>
        {events.slice(0, shownEvents).map(({ at, what, code }) => (
          <li key={`${at} ${code}`}>
            {new Date(at).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo' })} {words.events[what]} {code}
          </li>
        ))}
      </ul>
    </Frame>
  );
}
