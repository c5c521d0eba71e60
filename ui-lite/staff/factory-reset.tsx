import { useState } from 'preact/hooks';
import { Notice } from '../notice.tsx';
import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { StartButton } from './start-button.tsx';
import { useOrder } from './use-order.ts';

/** R46: removes all that is the facility's, once somebody has said so twice. */
export function FactoryReset({ desk, words, onBack }: StaffPageOptions) {
  const [state, give] = useOrder(words);
  const [sure, setSure] = useState(false);
  const reset = () => {
    setSure(false);
    return give(() => desk.order({ order: 'factory-reset' }));
  };
  return (
    <StaffSheet title={words.pages['factory-reset']} leave={words.back} onLeave={onBack}>
      <p>{words.factoryResetHow}</p>
      {sure && <Notice sign="attention">{words.factoryResetSure}</Notice>}
      <Outcome state={state} words={words} done={words.restarting} />
      {sure ? (
        <div class="tiles">
          <button type="button" class="main" id="staff-sure" onClick={reset}>
            {words.removeAll}
          </button>
        </div>
      ) : (
        <StartButton words={words} busy={state.is === 'working' || state.is === 'done'} onTap={() => setSure(true)} />
      )}
    </StaffSheet>
  );
}
