import type { PanelView } from '../../firmware/panel/view.ts';
import { messageOf } from '../../firmware/words/message-of.ts';
import { messages } from '../../firmware/words/messages.ts';
import { staffWords } from '../../firmware/words/staff.ts';
import { Frame, Text } from '../frame.tsx';
import { CodeNotice, Notice } from '../notice.tsx';
import { type CardMove, CardScene } from '../pictures/card-scene.tsx';
import { Say, usePhrases, useScreenWords } from '../say.tsx';

type AtRestScreen = 'idle' | 'visual-mode' | 'system-failure' | 'disaster' | 'out-of-order' | 'card-left-behind';

const moves: Record<AtRestScreen, CardMove> = {
  idle: 'lay',
  'visual-mode': 'lay',
  'system-failure': 'off',
  disaster: 'off',
  'out-of-order': 'off',
  'card-left-behind': 'forgotten',
};

/** No visit runs: what the next person, or staff, do now. */
export function AtRest({ screen, view }: { screen: AtRestScreen; view: PanelView }) {
  const phrases = usePhrases();
  const { title, text } = useScreenWords(screen, view.phone);
  const noCheck = screen === 'system-failure' || screen === 'disaster';
  return (
    <Frame title={title} picture={<CardScene move={moves[screen]} phone={view.phone} />} kind={screen}>
      {view.trouble && screen !== 'out-of-order' ? <CodeNotice code={view.trouble} /> : <Text phrase={text} />}
      {noCheck && view.cardLies && (
        <Notice sign="attention">
          <b>
            <Say phrase={phrases.screens['take-card'].title} />
          </b>
        </Notice>
      )}
      {screen === 'out-of-order' && view.trouble && <ForStaff code={view.trouble} />}
      {view.pairing && <Pairing {...view.pairing} />}
    </Frame>
  );
}

/** R44: staff compare the code with the terminal's. */
function Pairing({ name, code }: NonNullable<PanelView['pairing']>) {
  const words = staffWords(usePhrases().language);
  return (
    <Notice sign="attention">
      <p lang={words.language}>
        <b>{words.forStaff}</b> {words.pairing}
      </p>
      <p>
        {name} <b>{code}</b>
      </p>
    </Notice>
  );
}

/** R46: what is wrong, and what staff do now; in the languages of staff. */
function ForStaff({ code }: { code: string }) {
  const phrases = usePhrases();
  const words = staffWords(phrases.language);
  const { number, staff } = messages[messageOf(code)];
  return (
    <Notice sign="attention">
      <p>
        <b>{words.forStaff}</b>{' '}
        <small class="number">
          <Say phrase={phrases.words.messageNumber} values={{ number }} />
        </small>
      </p>
      <p lang={words.language}>{staff[words.language]}</p>
    </Notice>
  );
}
