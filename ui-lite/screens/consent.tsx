import { useState } from 'preact/hooks';
import type { QuestionName } from '../../firmware/words/phrases.ts';
import { Button } from '../button.tsx';
import { Frame, Text } from '../frame.tsx';
import { usePhrases } from '../say.tsx';
import { wish } from '../wish.ts';

const records = ['care', 'surgery', 'healthChecks'] as const;
const none = { care: false, surgery: false, healthChecks: false };

/** R20 to R22: the records by one touch or one by one; limits and specified disease each on a page of its own. */
export function Consent({ question }: { question: QuestionName }) {
  const [single, setSingle] = useState(false);
  const { questions, words } = usePhrases();
  const { title, text } = questions[question];
  if (single) return <SingleConsents onBack={() => setSingle(false)} />;
  return (
    <Frame
      title={title}
      actions={
        question === 'records' ? (
          <>
            <Button main phrase={words.agreeAll} onTap={() => wish('/consent', { comprehensive: true })} />
            <Button phrase={words.oneByOne} onTap={() => setSingle(true)} />
            <Button phrase={words.disagree} onTap={() => wish('/consent', none)} />
          </>
        ) : (
          <>
            <Button main phrase={words.agree} onTap={() => wish('/consent', { [question]: true })} />
            <Button phrase={words.disagree} onTap={() => wish('/consent', { [question]: false })} />
          </>
        )
      }
    >
      <Text phrase={text} />
    </Frame>
  );
}

function SingleConsents({ onBack }: { onBack: () => void }) {
  const [chosen, setChosen] = useState(none);
  const { questions, words } = usePhrases();
  return (
    <Frame
      title={questions.records.title}
      actions={
        <>
          {records.map((name) => (
            <Button
              key={name}
              phrase={words[name]}
              pressed={chosen[name]}
              onTap={() => setChosen({ ...chosen, [name]: !chosen[name] })}
            />
          ))}
          <Button phrase={words.back} onTap={onBack} />
          <Button main phrase={words.done} onTap={() => wish('/consent', chosen)} />
        </>
      }
    />
  );
}
