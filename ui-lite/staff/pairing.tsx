import { useState } from 'preact/hooks';
import type { Decision } from '../../firmware/terminal/pairing/waiting.ts';
import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { useOrder } from './use-order.ts';
import { useReport } from './use-report.ts';

/** R44: the terminal that waits longest, its code, and what staff say to it. */
export function Pairing({ desk, words, onBack }: StaffPageOptions) {
  const { report } = useReport(desk);
  const [answered, setAnswered] = useState<{ readonly id: string; readonly decision: Decision }>();
  const [state, give] = useOrder(words);
  const first = report?.waiting.find(({ id }) => id !== answered?.id);
  const answer = (id: string, decision: Decision) => () => {
    setAnswered({ id, decision });
    return give(() => desk.order({ order: 'pairing', id, decision }));
  };
  return (
    <StaffSheet title={words.pages.pairing} leave={words.back} onLeave={onBack}>
      {answered && <Outcome state={state} words={words} done={words[answered.decision]} />}
      {!answered && report && !first && <p>{words.noneWaits}</p>}
      {first && (
        <>
          <p>{words.pairing}</p>
          <p class="pairing-code">
            {first.name} <b>{first.code}</b>
          </p>
          <div class="tiles">
            <button type="button" class="main" id="pairing-confirm" onClick={answer(first.id, 'confirmed')}>
              {words.confirm}
            </button>
            <button type="button" id="pairing-refuse" onClick={answer(first.id, 'refused')}>
              {words.refuse}
            </button>
          </div>
        </>
      )}
    </StaffSheet>
  );
}
