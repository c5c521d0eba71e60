import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';
import { sendPin } from './patient-channel.ts';
import { wish } from './wish.ts';

export const pinLength = 4;

/** A PIN that is being typed. */
export interface Pin {
  /** Digits typed so far. */
  readonly count: number;
  press(digit: number): void;
  clear(): void;
  /** Sends it straight to the check process. */
  enter(): Promise<void>;
}

/** Holds the digits as bytes, and zeroes them when they are sent, cleared or left. The core hears that a key was tapped, not which. */
export function usePin(channel: PanelView['channel']): Pin {
  // Its own ArrayBuffer: small arrays otherwise live on the heap, where moving leaves a copy behind.
  const { current: digits } = useRef(new Uint8Array(new ArrayBuffer(pinLength)));
  const [count, setCount] = useState(0);
  const clear = () => {
    digits.fill(0);
    setCount(0);
  };
  useEffect(() => clear, []);
  return {
    count,
    clear,
    press: (digit) => {
      wish('/typing');
      if (count === pinLength) return;
      digits[count] = 0x30 + digit;
      setCount(count + 1);
    },
    enter: async () => {
      if (!channel) return;
      await sendPin(channel, digits).catch(() => undefined);
      clear();
    },
  };
}
