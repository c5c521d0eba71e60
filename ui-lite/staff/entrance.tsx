import { useState } from 'preact/hooks';
import type { StaffPhrases } from '../../firmware/words/staff.ts';
import { Frame } from '../frame.tsx';
import { StaffPad } from '../staff-pad.tsx';
import { knock, refusalWords } from './desk.ts';
import { useTwice } from './use-twice.ts';

interface EntranceOptions {
  readonly words: StaffPhrases;
  readonly onClose: () => void;
  readonly onToken: (token: string) => void;
}

/** Asks the facility's password; at its first start, lets staff choose it, typed twice. */
export function Entrance({ words, onClose, onToken }: EntranceOptions) {
  const [said, setSaid] = useState(words.typePassword);
  const [choosing, setChoosing] = useState(false);
  const enter = async (typed: Uint8Array<ArrayBuffer>) => {
    const answer = await knock(typed, choosing);
    if ('token' in answer) return onToken(answer.token);
    const noneYet = ['FACILITY_PASSWORD_NOT_SET', 'FACILITY_PASSWORD_UNFIT'].includes(answer.code);
    setChoosing(noneYet);
    setSaid(noneYet ? words.firstPassword : refusalWords(answer.code, words));
  };
  const choose = useTwice({ words, onSaid: setSaid, onSame: enter });
  return (
    <Frame
      title={words.menu}
      kind="for-staff"
      actions={
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      }
      keyboard={<StaffPad words={words} onEnter={choosing ? choose : enter} />}
    >
      <p>{said}</p>
    </Frame>
  );
}
