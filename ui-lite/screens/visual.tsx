import type { PanelView } from '../../firmware/panel/view.ts';
import { staffWords } from '../../firmware/words/staff.ts';
import { Frame } from '../frame.tsx';
import { CodeNotice } from '../notice.tsx';
import { usePhrases } from '../say.tsx';
import { StaffPad } from '../staff-pad.tsx';
import { WaysOut } from '../ways-out.tsx';

/** R15: staff look, and type the facility's password. */
export function Visual({ view: { session, trouble } }: { view: PanelView }) {
  const { screens, language } = usePhrases();
  const words = staffWords(language);
  const judge = async (body: Uint8Array<ArrayBuffer>) => {
    await fetch('/facility-password', { method: 'POST', body });
  };
  return (
    <Frame
      title={screens.visual.title}
      kind="for-staff"
      actions={<WaysOut />}
      keyboard={<StaffPad key={session} words={words} onEnter={judge} />}
    >
      {trouble ? <CodeNotice code={trouble} /> : <p>{words.compare}</p>}
    </Frame>
  );
}
