import type { StaffPageOptions } from './menu.tsx';
import { Outcome } from './outcome.tsx';
import { StaffSheet } from './staff-sheet.tsx';
import { StartButton } from './start-button.tsx';
import { useOrder } from './use-order.ts';

/** R43: both logs, signed, to a USB memory. */
export function Export({ desk, words, onBack }: StaffPageOptions) {
  const [state, give] = useOrder(words);
  const file = state.is === 'done' ? state.done.file : undefined;
  return (
    <StaffSheet title={words.pages.export} leave={words.back} onLeave={onBack}>
      <p>{words.exportHow}</p>
      <Outcome state={state} words={words} done={`${words.exported} ${file}`} />
      <StartButton
        words={words}
        busy={state.is === 'working'}
        onTap={() => give(() => desk.order({ order: 'export' }))}
      />
    </StaffSheet>
  );
}
