import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';
import { PinPad } from './pin-pad.tsx';
import { certificateWords, codeWords, eligibilityWords, screenWords, type Words } from './words.ts';

const wish = (path: string, body: object = {}) => {
  fetch(path, { method: 'POST', body: JSON.stringify(body) }).catch(() => undefined);
};

function Sentence({ words, class: name }: { words: Words; class?: string }) {
  return (
    <p class={name ?? ''}>
      {words.ja}
      <span class="en" lang="en">
        {' '}
        {words.en}
      </span>
    </p>
  );
}

function Choice({ words, first, onClick }: { words: Words; first?: boolean; onClick: () => void }) {
  return (
    <button type="button" class={first ? 'first' : ''} onClick={onClick}>
      {words.ja}
      <small lang="en">{words.en}</small>
    </button>
  );
}

const otherMethod: Words = { ja: '別の方法にする', en: 'Another way' };
const stop: Words = { ja: 'やめる', en: 'Cancel' };
const methodWords = { face: { ja: '顔認証', en: 'Face' }, pin: { ja: '暗証番号', en: 'PIN' } };

function Choices({ view }: { view: PanelView }) {
  switch (view.screen) {
    case 'choosing':
      return (
        <div class="choices">
          {view.methods.map((method) => (
            <Choice key={method} first words={methodWords[method]} onClick={() => wish('/choose', { method })} />
          ))}
          <Choice words={stop} onClick={() => wish('/cancel')} />
        </div>
      );
    case 'face':
    case 'pin':
      return (
        <div class="choices">
          <Choice words={otherMethod} onClick={() => wish('/other-method')} />
          <Choice words={stop} onClick={() => wish('/cancel')} />
        </div>
      );
    case 'consent':
      return (
        <div class="choices">
          <Choice
            first
            words={{ ja: '全て同意する', en: 'Agree to all' }}
            onClick={() => wish('/consent', { comprehensive: true })}
          />
          <Choice
            words={{ ja: '同意しない', en: 'Do not agree' }}
            onClick={() => wish('/consent', { care: false, surgery: false, healthChecks: false })}
          />
        </div>
      );
    default:
      return null;
  }
}

function Visit({ view }: { view: PanelView }) {
  const { screen, trouble, hint, certificate, eligibility, outcome, pinChannel } = view;
  const failed = outcome && outcome.verdict !== 'verified' ? outcome.reason : trouble;
  const sentence =
    failed === undefined
      ? undefined
      : (codeWords[failed] ?? { ja: `確認できませんでした（${failed}）`, en: `Not confirmed (${failed})` });
  const ends = certificate && certificate.state !== 'valid' ? certificateWords[certificate.state] : undefined;
  return (
    <main>
      <h1>{screenWords[screen].ja}</h1>
      <p class="en" lang="en">
        {screenWords[screen].en}
      </p>
      {sentence && <Sentence class="trouble" words={sentence} />}
      {screen === 'pin' && (
        <p>
          のこり {view.pinTries} 回　{view.pinTries} tries left
        </p>
      )}
      {hint && <Sentence class="hint" words={codeWords[hint] ?? { ja: hint, en: hint }} />}
      {ends && <Sentence words={ends} />}
      {eligibility && <Sentence words={eligibilityWords[eligibility]} />}
      {screen === 'pin' && pinChannel && <PinPad key={`${view.session} ${view.pinTries}`} channel={pinChannel} />}
      <Choices view={view} />
      <footer aria-hidden="true">
        {view.stages.map(({ name, ms }) => (
          <span key={name}>
            {name} {Math.round(ms)} ms
          </span>
        ))}
      </footer>
    </main>
  );
}

function Panel() {
  const [view, setView] = useState<PanelView>();
  useEffect(() => {
    const events = new EventSource('/events');
    events.onmessage = ({ data }) => setView(JSON.parse(data));
    events.onerror = () => setView(undefined);
    return () => events.close();
  }, []);
  return view ? (
    <Visit view={view} />
  ) : (
    <main>
      <h1>起動しています</h1>
      <p class="en" lang="en">
        Starting
      </p>
    </main>
  );
}

render(<Panel />, document.body);
