import { useRef, useState } from 'preact/hooks';
import type { StaffPhrases } from '../firmware/words/staff.ts';

/** Ten keys a row; together all that ASCII can write. */
const layers = [
  { name: 'abc', keys: '1234567890qwertyuiopasdfghjkl-zxcvbnm._@' },
  { name: 'ABC', keys: '1234567890QWERTYUIOPASDFGHJKL-ZXCVBNM._@' },
  { name: '#+=', keys: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ ' },
] as const;
const longest = 128;

interface StaffPadOptions {
  readonly words: StaffPhrases;
  /** Takes what was typed; it is zeroed here afterwards. */
  readonly onEnter: (typed: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** A password typed by staff: masked, handed on as bytes, then zeroed. What ASCII can write can be typed. */
export function StaffPad({ words, onEnter }: StaffPadOptions) {
  const typed = useRef(new Uint8Array(longest));
  const [count, setCount] = useState(0);
  const [layer, setLayer] = useState(0);
  const next = (layer + 1) % layers.length;
  const press = (key: string) => {
    if (count === longest) return;
    typed.current[count] = key.charCodeAt(0);
    setCount(count + 1);
  };
  const clear = () => {
    typed.current.fill(0);
    setCount(0);
  };
  const enter = async () => {
    const body = typed.current.slice(0, count);
    clear();
    await onEnter(body).catch(() => undefined);
    body.fill(0);
  };
  return (
    <div class="keyboard">
      <p class="typed" role="img" aria-label={`${count}`}>
        {'●'.repeat(Math.min(count, 32))}
      </p>
      <div class="keys">
        {[...(layers[layer]?.keys ?? '')].map((key) => (
          <button type="button" key={key} aria-label={key === ' ' ? words.space : key} onClick={() => press(key)}>
            {key === ' ' ? '␣' : key}
          </button>
        ))}
      </div>
      <div class="orders">
        <button type="button" onClick={() => setLayer(next)}>
          {layers[next]?.name}
        </button>
        <button type="button" onClick={clear}>
          {words.clear}
        </button>
        <button type="button" class="main" disabled={count === 0} onClick={enter}>
          {words.enter}
        </button>
      </div>
    </div>
  );
}
