import { type Language, languageNames, languages, tagOf } from '../../firmware/words/languages.ts';
import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { useOrder } from './use-order.ts';
import { useReport } from './use-report.ts';

/** Percent. */
const step = 10;

/** The facility's own language and loudness, from the next visit on. */
export function Choices({ desk, words, onBack }: StaffPageOptions) {
  const { report } = useReport(desk);
  const [state, give] = useOrder(words);
  if (!report) return <StaffSheet title={words.pages.choices} leave={words.back} onLeave={onBack} />;
  const { language, volume } = report;
  const choose = (wanted: { language?: Language; volume?: number }) =>
    give(() => desk.order({ order: 'choose', language, volume, ...wanted }));
  const louder = (by: number) => () => choose({ volume: Math.max(0, Math.min(100, volume + by)) });
  if (state.is === 'refused')
    return (
      <StaffSheet title={words.pages.choices} leave={words.back} onLeave={onBack}>
        <Outcome state={state} words={words} />
      </StaffSheet>
    );
  return (
    <StaffSheet title={words.choicesHow} leave={words.back} onLeave={onBack}>
      <div class="tiles five">
        {languages.map((name) => (
          <button
            type="button"
            key={name}
            id={`facility-${name}`}
            lang={tagOf(name)}
            aria-pressed={name === language}
            onClick={() => choose({ language: name })}
          >
            {languageNames[name]}
          </button>
        ))}
        <button type="button" id="quieter" disabled={volume === 0} onClick={louder(-step)}>
          {words.quieter}
        </button>
        <button type="button" id="louder" disabled={volume === 100} onClick={louder(step)}>
          {words.louder}
          <small>
            {words.loudness} {volume} %
          </small>
        </button>
      </div>
    </StaffSheet>
  );
}
