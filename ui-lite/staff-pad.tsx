import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

const layers = [
  { name: 'abc', rows: ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm._@'] },
  { name: 'ABC', rows: ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL-', 'ZXCVBNM._@'] },
  { name: '記号', rows: ['!"#$%&\'()*', '+,-./:;<=>', '?@[\\]^_`{|', '}~ '] },
] as const;
const longest = 128;

/** The facility's password, typed by staff: masked, sent as bytes, then zeroed. What ASCII can write can be typed. `children`: further keys. */
export function StaffPad({ children }: { children?: ComponentChildren }) {
  const typed = useRef(new Uint8Array(longest));
  const [count, setCount] = useState(0);
  const [layer, setLayer] = useState(0);
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
    await fetch('/facility-password', { method: 'POST', body }).catch(() => undefined);
    body.fill(0);
  };
  return (
    <div class="staff">
      <p class="digits" role="status" aria-label={`${count}`}>
        {'●'.repeat(Math.min(count, 24))}
      </p>
      {layers[layer]?.rows.map((row) => (
        <div class="keys" key={row}>
          {[...row].map((key) => (
            <button type="button" key={key} onClick={() => press(key)}>
              {key === ' ' ? '␣' : key}
            </button>
          ))}
        </div>
      ))}
      <div class="keys">
        {children}
        <button type="button" onClick={() => setLayer((layer + 1) % layers.length)}>
          {layers[(layer + 1) % layers.length]?.name}
        </button>
        <button type="button" onClick={clear}>
          消す
        </button>
        <button type="button" class="first" disabled={count === 0} onClick={enter}>
          決定
        </button>
      </div>
    </div>
  );
}
