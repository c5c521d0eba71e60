import { useRef, useState } from 'preact/hooks';
import { Frame } from '../frame.tsx';
import { StaffPad } from '../staff-pad.tsx';
import type { StaffPageOptions } from './menu.tsx';
import { useOrder } from './use-order.ts';
import { useTwice } from './use-twice.ts';

/** The facility's password: the old one, then the new one twice. */
export function Password({ desk, words, onBack }: StaffPageOptions) {
  const [said, setSaid] = useState(words.oldPassword);
  const [, give] = useOrder(words);
  const old = useRef<Uint8Array<ArrayBuffer> | undefined>(undefined);
  const change = async (typed: Uint8Array<ArrayBuffer>) => {
    const before = old.current ?? new Uint8Array();
    old.current = undefined;
    const outcome = await give(() => desk.changePassword(before, typed));
    setSaid(outcome.is === 'refused' ? `${outcome.why} ${words.oldPassword}` : words.done);
  };
  const takeNew = useTwice({ words, onSaid: setSaid, onSame: change });
  const enter = async (typed: Uint8Array<ArrayBuffer>) => {
    if (old.current) return takeNew(typed);
    old.current = typed.slice();
    setSaid(words.newPassword);
  };
  return (
    <Frame
      title={words.pages.password}
      kind="for-staff"
      actions={
        <button type="button" id="staff-leave" onClick={onBack}>
          {words.back}
        </button>
      }
      keyboard={<StaffPad words={words} onEnter={enter} />}
    >
      <p>{said}</p>
    </Frame>
  );
}
