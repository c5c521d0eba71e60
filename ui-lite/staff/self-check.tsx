import type { ReaderPart, SelfCheckPoint } from '../../firmware/panel/staff-report.ts';
import type { StaffPhrases } from '../../firmware/words/staff.ts';
import { Notice } from '../notice.tsx';
import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { StartButton } from './start-button.tsx';
import { useOrder } from './use-order.ts';

/** R46: looks at every part, without a patient's card. */
export function SelfCheck({ desk, words, onBack }: StaffPageOptions) {
  const [state, give] = useOrder(words);
  const points = state.is === 'done' ? (state.done.points ?? []) : undefined;
  return (
    <StaffSheet title={words.pages['self-check']} leave={words.back} onLeave={onBack}>
      {points ? (
        <>
          {points.every(({ pass }) => pass) && <Notice sign="good">{words.allPassed}</Notice>}
          <ul class="points">
            {points.map((point) => (
              <li key={point.name} class={point.pass ? 'good' : 'bad'}>
                {nameOf(point, words)} {point.pass ? words.works : point.found}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>{words.selfCheckHow}</p>
          <Outcome state={state} words={words} />
          <StartButton
            words={words}
            busy={state.is === 'working'}
            onTap={() => give(() => desk.order({ order: 'self-check' }))}
          />
        </>
      )}
    </StaffSheet>
  );
}

const nameOf = ({ name }: SelfCheckPoint, { parts, points }: StaffPhrases): string =>
  points[name] ?? parts[name as ReaderPart] ?? name;
