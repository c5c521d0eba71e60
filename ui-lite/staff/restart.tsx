import { restartParts } from '../../firmware/panel/staff-order.ts';
import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { useOrder } from './use-order.ts';

/** R46: starts one part anew. */
export function Restart({ desk, words, onBack }: StaffPageOptions) {
  const [state, give] = useOrder(words);
  return (
    <StaffSheet title={words.pages.restart} leave={words.back} onLeave={onBack}>
      {state.is === 'none' ? <p>{words.restartHow}</p> : <Outcome state={state} words={words} />}
      <div class="tiles">
        {restartParts.map((part) => (
          <button
            type="button"
            key={part}
            id={`restart-${part}`}
            disabled={state.is === 'working'}
            onClick={() => give(() => desk.order({ order: 'restart', part }))}
          >
            {words.restarts[part]}
          </button>
        ))}
      </div>
    </StaffSheet>
  );
}
