import { useRef, useState } from 'preact/hooks';

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm._@'];
const longest = 128;

/** The facility's password, typed by staff: masked, sent as bytes, then zeroed. A hardware keyboard is not needed. */
export function StaffPad() {
  const typed = useRef(new Uint8Array(longest));
  const [count, setCount] = useState(0);
  const [upper, setUpper] = useState(false);
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
      {rows.map((row) => (
        <div class="keys" key={row}>
          {[...row].map((letter) => {
            const key = upper ? letter.toUpperCase() : letter;
            return (
              <button type="button" key={letter} onClick={() => press(key)}>
                {key}
              </button>
            );
          })}
        </div>
      ))}
      <div class="keys">
        <button type="button" aria-pressed={upper} onClick={() => setUpper(!upper)}>
          ABC
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
