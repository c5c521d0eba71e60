import { Frame, Text } from '../frame.tsx';
import { CodeNotice } from '../notice.tsx';
import { type CardMove, CardScene } from '../pictures/card-scene.tsx';
import { usePhrases } from '../say.tsx';

type WaitingScreen = 'starting' | 'reading' | 'signing' | 'result' | 'erasing';

const moves: Record<WaitingScreen, CardMove> = {
  starting: 'off',
  reading: 'read',
  signing: 'read',
  result: 'read',
  erasing: 'take',
};

/** The reader is at work, and nothing is to be done but to wait; or to lay the card better, where a `hint` says so. */
export function Waiting({ screen, hint }: { screen: WaitingScreen; hint?: string | undefined }) {
  const { title, text } = usePhrases().screens[screen];
  return (
    <Frame title={title} picture={<CardScene move={moves[screen]} />}>
      {hint ? <CodeNotice code={hint} sign="hint" /> : <Text phrase={text} />}
      {screen !== 'erasing' && (
        <div class="progress" aria-hidden="true">
          <i />
        </div>
      )}
    </Frame>
  );
}
