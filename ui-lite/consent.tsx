import { useState } from 'preact/hooks';
import type { PanelView } from '../firmware/panel/view.ts';
import { Choice } from './choice.tsx';
import { wish } from './wish.ts';
import { recordWords, type Words } from './words.ts';

type Records = keyof typeof recordWords;

const agree: Words = { ja: '同意する', en: 'Agree' };
const disagree: Words = { ja: '同意しない', en: 'Do not agree' };

/** R20 to R22: the records by one touch or one by one; limits and specified disease each on a page of its own. */
export function Consent({ question }: { question: NonNullable<PanelView['question']> }) {
  const [single, setSingle] = useState(false);
  if (question !== 'records')
    return (
      <div class="choices">
        <Choice first words={agree} onClick={() => wish('/consent', { [question]: true })} />
        <Choice words={disagree} onClick={() => wish('/consent', { [question]: false })} />
      </div>
    );
  if (single) return <SingleConsents />;
  return (
    <div class="choices">
      <Choice
        first
        words={{ ja: '全て同意する', en: 'Agree to all' }}
        onClick={() => wish('/consent', { comprehensive: true })}
      />
      <Choice words={{ ja: '個別に選ぶ', en: 'Choose one by one' }} onClick={() => setSingle(true)} />
      <Choice words={disagree} onClick={() => wish('/consent', { care: false, surgery: false, healthChecks: false })} />
    </div>
  );
}

function SingleConsents() {
  const [chosen, setChosen] = useState({ care: false, surgery: false, healthChecks: false });
  const names = Object.keys(recordWords) as Records[];
  return (
    <div class="choices">
      {names.map((name) => (
        <Choice
          key={name}
          pressed={chosen[name]}
          words={recordWords[name]}
          onClick={() => setChosen({ ...chosen, [name]: !chosen[name] })}
        />
      ))}
      <Choice first words={{ ja: '決定', en: 'Done' }} onClick={() => wish('/consent', chosen)} />
    </div>
  );
}
