import { useRef } from 'preact/hooks';
import type { StaffPhrases } from '../../firmware/words/staff.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface TwiceOptions {
  readonly words: StaffPhrases;
  readonly onSaid: (words: string) => void;
  /** Typed twice alike; zeroed by who gave it. */
  readonly onSame: (typed: Bytes) => Promise<void>;
}

/** A new password, typed twice. */
export function useTwice({ words, onSaid, onSame }: TwiceOptions): (typed: Bytes) => Promise<void> {
  const first = useRef<Bytes | undefined>(undefined);
  return async (typed) => {
    const before = first.current;
    if (!before) {
      first.current = typed.slice();
      return onSaid(words.again);
    }
    const same = before.length === typed.length && before.every((byte, at) => byte === typed[at]);
    before.fill(0);
    first.current = undefined;
    if (same) return onSame(typed);
    onSaid(words.differs);
  };
}
