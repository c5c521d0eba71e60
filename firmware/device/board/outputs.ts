import type { BoardOutputs, CameraLight, StatusLight } from '../../../drivers/board/contract.ts';
import { leftBehindAfter } from '../../flow/farewell.ts';
import type { FlowState } from '../../flow/state.ts';
import type { House } from '../../flow/types.ts';

/** What the board is to show depends on. */
export interface Shining {
  readonly state: FlowState;
  readonly house: House;
  /** The face camera is on as soon as a card is laid. */
  readonly cameraWithCard: boolean;
  /** What lights a face. */
  readonly cameraLight: CameraLight;
  /** Some fault of the reader stands. */
  readonly faulty: boolean;
}

/** Lights and shutter for a state of the reader. The camera sees nobody who has not chosen it, but where the settings say so. */
export function outputsFor({ state, house, cameraWithCard, cameraLight, faulty }: Shining): BoardOutputs {
  const looks = state.at === 'face';
  const early = cameraWithCard && (state.at === 'reading' || state.at === 'choosing');
  return {
    light: lightFor(state, house, faulty),
    cameraLight: looks ? cameraLight : 'off',
    shutter: looks || early ? 'open' : 'closed',
  };
}

function lightFor(state: FlowState, house: House, faulty: boolean): StatusLight {
  switch (state.at) {
    case 'idle':
      if (state.bed === 'unavailable' || house.refusal !== undefined) return { colour: 'red', pattern: 'slow' };
      if (state.mode === 'system-failure' || state.mode === 'disaster') return { colour: 'amber', pattern: 'slow' };
      if (state.bed !== 'empty') return { colour: 'amber', pattern: 'fast' };
      return { colour: 'white', pattern: faulty ? 'double' : 'steady' };
    case 'reading':
    case 'signing':
    case 'result':
      return { colour: 'blue', pattern: 'slow' };
    case 'choosing':
    case 'pin':
    case 'visual':
    case 'consent':
    case 'registration':
      return { colour: 'blue', pattern: 'steady' };
    case 'face':
      return { colour: 'white', pattern: 'steady' };
    case 'take-card':
    case 'erasing': {
      const colour =
        state.outcome.verdict === 'verified' ? 'green' : state.outcome.verdict === 'fault' ? 'red' : 'amber';
      if (state.at === 'erasing' || state.calls === 0) return { colour, pattern: 'steady' };
      return state.calls < leftBehindAfter ? { colour, pattern: 'double' } : { colour: 'amber', pattern: 'fast' };
    }
  }
}
