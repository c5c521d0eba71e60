import { useState } from 'preact/hooks';
import { staffWords } from '../../firmware/words/staff.ts';
import { usePhrases } from '../say.tsx';
import { type Desk, deskOf } from './desk.ts';
import { Entrance } from './entrance.tsx';
import { Menu } from './menu.tsx';

/** R46: what staff can see and do, behind the facility's password. */
export function StaffMenu({ onClose }: { onClose: () => void }) {
  const words = staffWords(usePhrases().language);
  const [desk, setDesk] = useState<Desk>();
  if (desk) return <Menu desk={desk} words={words} onClose={onClose} />;
  return <Entrance words={words} onClose={onClose} onToken={(token) => setDesk(deskOf(token))} />;
}
