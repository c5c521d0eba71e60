import type { PanelView } from '../../firmware/panel/view.ts';
import { Frame } from '../frame.tsx';
import { Notice } from '../notice.tsx';
import { PinKeys } from '../pin-keys.tsx';
import { PinMask } from '../pin-mask.tsx';
import { Say, usePhrases } from '../say.tsx';
import { usePin } from '../use-pin.ts';

export interface PinOptions {
  readonly view: PanelView;
  /** The keys stand in their usual order. */
  readonly fixedKeys: boolean;
}

/** The PIN of the card. */
export function Pin({ view: { pinTries, trouble, channel }, fixedKeys }: PinOptions) {
  const { screens } = usePhrases();
  const pin = usePin(channel);
  return (
    <Frame title={screens.pin.title} kind="pin" actions={<PinKeys pin={pin} fixed={fixedKeys} />}>
      <PinMask count={pin.count} />
      <Tries left={pinTries} wrong={trouble === 'PIN_WRONG'} />
    </Frame>
  );
}

/** R13: how many tries the card still grants; the last one is warned of. */
function Tries({ left, wrong }: { left: number | undefined; wrong: boolean }) {
  const { words, messages } = usePhrases();
  if (left === undefined) return null;
  const last = left === 1;
  if (!last && !wrong) return <Say phrase={words.triesLeft} values={{ tries: left }} />;
  return (
    <Notice sign="attention">
      <p>
        <b>
          <Say phrase={wrong ? messages.pinWrong.title : words.lastTry} />
        </b>
      </p>
      {wrong && (
        <p>
          <Say phrase={last ? words.lastTry : words.triesLeft} values={{ tries: left }} />
        </p>
      )}
    </Notice>
  );
}
