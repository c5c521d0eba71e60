import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';
import { Choice } from './choice.tsx';
import { Consent } from './consent.tsx';
import { PinPad } from './pin-pad.tsx';
import { StaffPad } from './staff-pad.tsx';
import { wish } from './wish.ts';
import { certificateWords, codeWords, eligibilityWords, questionWords, screenWords, type Words } from './words.ts';

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

const otherMethod: Words = { ja: '別の方法にする', en: 'Another way' };
const stop: Words = { ja: 'やめる', en: 'Cancel' };
const methodWords = {
  face: { ja: '顔認証', en: 'Face' },
  pin: { ja: '暗証番号', en: 'PIN' },
  visual: { ja: '職員による目視確認', en: 'Staff look at my face' },
};

function Choices({ view }: { view: PanelView }) {
  switch (view.screen) {
    case 'choosing':
      return (
        <div class="choices">
          {view.methods.map((method) => (
            <Choice
              key={method}
              first={method !== 'visual'}
              words={methodWords[method]}
              onClick={() => wish('/choose', { method })}
            />
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
      return view.question ? <Consent key={view.question} question={view.question} /> : null;
    case 'registration':
      return (
        <div class="choices">
          <Choice
            first
            words={{ ja: '登録する', en: 'Register' }}
            onClick={() => wish('/register', { wanted: true })}
          />
          <Choice words={{ ja: '登録しない', en: 'Not now' }} onClick={() => wish('/register', { wanted: false })} />
        </div>
      );
    default:
      return null;
  }
}

/** The certificate's last day, as Japan's calendar has it. */
const lastDay = (notAfter: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date(notAfter));

/** R28, R32: as the terminal told it. */
function Patient({ words: { name, localNumber } }: { words: NonNullable<PanelView['patient']> }) {
  return (
    <p>
      {name && <>{name} 様　</>}
      {localNumber && (
        <>
          診察券番号 {localNumber}
          <span class="en" lang="en">
            {' '}
            Patient number
          </span>
        </>
      )}
    </p>
  );
}

function Visit({ view }: { view: PanelView }) {
  const { screen, trouble, hint, certificate, eligibility, outcome, pinChannel } = view;
  const failed = outcome && outcome.verdict !== 'verified' ? outcome.reason : trouble;
  const sentence =
    failed === undefined
      ? undefined
      : (codeWords[failed] ?? { ja: `確認できませんでした（${failed}）`, en: `Not confirmed (${failed})` });
  const ends = certificate && certificate.state !== 'valid' ? certificateWords[certificate.state] : undefined;
  const title = view.question ? questionWords[view.question] : screenWords[screen];
  return (
    <main class={screen === 'visual' ? 'tight' : ''}>
      <h1>{title.ja}</h1>
      <p class="en" lang="en">
        {title.en}
      </p>
      {sentence && <Sentence class="trouble" words={sentence} />}
      {screen === 'pin' && (
        <p>
          のこり {view.pinTries} 回　{view.pinTries} tries left
        </p>
      )}
      {hint && <Sentence class="hint" words={codeWords[hint] ?? { ja: hint, en: hint }} />}
      {ends && certificate && screen !== 'visual' && (
        <Sentence class="notice" words={ends(lastDay(certificate.notAfter))} />
      )}
      {view.cardLies && (screen === 'system-failure' || screen === 'disaster') && (
        <Sentence words={screenWords['take-card']} />
      )}
      {eligibility && <Sentence words={eligibilityWords[eligibility]} />}
      {view.pairing && (
        <Sentence
          words={{
            ja: `端末「${view.pairing.name}」の接続コード ${view.pairing.code}（職員が確認します）`,
            en: 'Pairing code of a terminal, for staff',
          }}
        />
      )}
      {view.message && <Sentence words={{ ja: '', en: '', ...view.message }} />}
      {view.patient && <Patient words={view.patient} />}
      {screen === 'pin' && pinChannel && <PinPad key={`${view.session} ${view.pinTries}`} channel={pinChannel} />}
      {screen === 'visual' && (
        <StaffPad key={view.session}>
          <button type="button" onClick={() => wish('/cancel')}>
            {stop.ja}
          </button>
          <button type="button" onClick={() => wish('/other-method')}>
            別の方法
          </button>
        </StaffPad>
      )}
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
