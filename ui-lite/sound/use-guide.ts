import { useEffect, useState } from 'preact/hooks';
import { Guide, type Shown } from './guide.ts';

/** Whether this person goes on without looking, and the guide that leads them; `shown` undefined: nothing is known yet. */
export function useGuide(shown: Omit<Shown, 'eyesFree'> | undefined): boolean {
  const [eyesFree, setEyesFree] = useState(false);
  const [guide] = useState(() => new Guide((wanted) => setEyesFree((now) => wanted ?? !now)));
  useEffect(() => guide.start(), []);
  useEffect(() => {
    if (shown) guide.show({ ...shown, eyesFree });
  });
  return eyesFree;
}
