import { Frame, Text } from '../frame.tsx';
import { CodeNotice } from '../notice.tsx';
import { type CardMove, CardScene } from '../pictures/card-scene.tsx';
import { useScreenWords } from '../say.tsx';

type WaitingScreen = 'starting' | 'reading' | 'signing' | 'result' | 'erasing';

const moves: Record<WaitingScreen, CardMove> = {
  starting: 'off',
  reading: 'read',
  signing: 'read',
  result: 'read',
  erasing: 'take',
};

interface WaitingOptions {
  readonly screen: WaitingScreen;
  readonly hint?: string | undefined;
  readonly phone?: boolean | undefined;
}

/** The reader is at work, and nothing is to be done but to wait; or to lay the card better, where a `hint` says so. */
export function Waiting({ screen, hint, phone }: WaitingOptions) {
  const { title, text } = useScreenWords(screen, phone);
  return (
    <Frame title={title} picture={<CardScene move={moves[screen]} phone={phone} />}>
      {hint ? <CodeNotice code={hint} sign="hint" /> : <Text phrase={text} />}
      {screen !== 'erasing' && (
        <div class="progress" aria-hidden="true">
          <i />
        </div>
      )}
    </Frame>
  );
}
