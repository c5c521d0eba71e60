import { useRef, useState } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';

const length = 4;
const rows = [
  [1, 2, 3, 4, 5],
  [6, 7, 8, 9, 0],
];

/** The PIN pad: four digits, masked, sent as bytes straight to the check process, then zeroed. */
export function PinPad({ channel }: { channel: NonNullable<PanelView['pinChannel']> }) {
  const digits = useRef(new Uint8Array(length));
  const [count, setCount] = useState(0);
  const press = (digit: number) => {
    if (count === length) return;
    digits.current[count] = 0x30 + digit;
    setCount(count + 1);
  };
  const clear = () => {
    digits.current.fill(0);
    setCount(0);
  };
  const enter = async () => {
    const headers = { Authorization: `Bearer ${channel.token}` };
    await fetch(channel.url, { method: 'POST', headers, body: digits.current }).catch(() => undefined);
    clear();
  };
  const key = (digit: number) => (
    <button type="button" key={digit} onClick={() => press(digit)}>
      {digit}
    </button>
  );
  return (
    <div>
      <p class="digits" role="status" aria-label={`${count} / ${length}`}>
        {'●'.repeat(count)}
        {'○'.repeat(length - count)}
      </p>
      <div class="pad">
        {rows[0]?.map(key)}
        <button type="button" onClick={clear}>
          消す
        </button>
        {rows[1]?.map(key)}
        <button type="button" class="first" disabled={count < length} onClick={enter}>
          決定
        </button>
      </div>
    </div>
  );
}
