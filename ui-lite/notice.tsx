import type { ComponentChildren } from 'preact';
import { messageOf } from '../firmware/words/message-of.ts';
import { messages } from '../firmware/words/messages.ts';
import { Sign, type SignName } from './pictures/sign.tsx';
import { Say, usePhrases } from './say.tsx';

/** Something beside the screen's own words, with a sign, so that colour never speaks alone. */
export function Notice({ sign, children }: { sign: SignName; children: ComponentChildren }) {
  return (
    <div class={`notice ${sign}`}>
      <Sign name={sign} />
      <div>{children}</div>
    </div>
  );
}

/** The numbered message of a code: what happened, and what the person does now. */
export function CodeNotice({ code, sign = 'attention' }: { code: string; sign?: SignName }) {
  const phrases = usePhrases();
  const name = messageOf(code);
  const { title, text } = phrases.messages[name];
  return (
    <Notice sign={sign}>
      <p>
        <b>
          <Say phrase={title} />
        </b>{' '}
        <small class="number">
          <Say phrase={phrases.words.messageNumber} values={{ number: messages[name].number }} />
        </small>
      </p>
      {text && (
        <p>
          <Say phrase={text} />
        </p>
      )}
    </Notice>
  );
}
