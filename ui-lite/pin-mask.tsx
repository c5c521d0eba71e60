import { plain, usePhrases } from './say.tsx';
import { pinLength } from './use-pin.ts';

/** How many digits are typed; never which. */
export function PinMask({ count }: { count: number }) {
  const { words } = usePhrases();
  return (
    <p
      class="mask"
      role="img"
      data-say={`words.digits.${count}`}
      data-quiet
      aria-label={plain(words.digits, { count })}
    >
      {Array.from({ length: pinLength }, (_, at) => (
        <i key={at} class={at < count ? 'full' : ''} />
      ))}
    </p>
  );
}
