import { useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { keyOrder } from './key-order.ts';
import { usePhrases } from './say.tsx';
import { type Pin, pinLength } from './use-pin.ts';
import { Cancel, OtherMethod } from './ways-out.tsx';

/** The keys of the PIN pad, in a new order each time that the PIN is asked, and the ways out beside them: two rows of seven. */
export function PinKeys({ pin, fixed }: { pin: Pin; fixed: boolean }) {
  const { words } = usePhrases();
  const [order] = useState(() => keyOrder(fixed, (values) => crypto.getRandomValues(values)));
  const key = (digit: number) => (
    <button type="button" class="digit" data-digit={digit} key={digit} onClick={() => pin.press(digit)}>
      {digit}
    </button>
  );
  return (
    <>
      {order.slice(0, 5).map(key)}
      <Button phrase={words.clear} onTap={pin.clear} />
      <OtherMethod />
      {order.slice(5).map(key)}
      <Button main phrase={words.enter} disabled={pin.count < pinLength} onTap={pin.enter} />
      <Cancel />
    </>
  );
}
