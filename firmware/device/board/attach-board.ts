import type { Board, BoardSensors } from '../../../drivers/board/contract.ts';
import { boardFaults } from '../../../drivers/board/faults.ts';
import type { CodedError } from '../../records/coded-error.ts';
import { type FaultsBoard, standingFault } from '../../records/faults-board.ts';
import type { Reader } from '../reader.ts';
import type { Settings } from '../settings.ts';
import { outputsFor } from './outputs.ts';

export interface AttachedBoard {
  readonly board: Board;
  readonly reader: Reader;
  readonly faults: FaultsBoard;
  readonly settings: Pick<Settings['drivers']['board'], 'cameraLight' | 'cameraLightBelow'> &
    Pick<Settings['check'], 'cameraOn'>;
  readonly onSensors: (sensors: BoardSensors) => void;
  /** Into the error log. */
  readonly note: (error: { readonly code: string }, part: string) => void;
  readonly signal: AbortSignal;
}

const part = 'board';
const codes = Object.keys(boardFaults);

/**
 * Lets a board show what the reader does, call by light and sound, and tell what its sensors say; its fault stands while it is gone (R46).
 * Done when the signal has ended it.
 */
export async function attachBoard(attached: AttachedBoard): Promise<void> {
  const { board, reader, faults, settings, onSensors, note, signal } = attached;
  let ambientLight = 0;
  const show = () => {
    const { state, house } = reader.view;
    const { cameraLight, cameraLightBelow, cameraOn } = settings;
    const lit = cameraLight !== 'none' && (cameraLightBelow >= 1 || ambientLight < cameraLightBelow);
    board.show(
      outputsFor({
        state,
        house,
        cameraWithCard: cameraOn === 'with-card',
        cameraLight: lit ? cameraLight : 'off',
        faulty: faults.standing().length > 0,
      }),
    );
  };
  reader.listen({
    onView: show,
    onRemind: () => board.sound('call'),
    onEvent: (event) => {
      if (event.name === 'verdict') board.sound('done');
      if (event.name === 'session-ended' && event.outcome.verdict !== 'verified') board.sound('refused');
    },
  });
  const forget = faults.onChange(show);
  show();
  await board.watch(
    {
      onTrouble: (trouble: CodedError | undefined) => {
        for (const code of codes) if (code !== trouble?.code) faults.clear(code, part);
        if (trouble) faults.raise(standingFault(trouble, part));
      },
      onReset: () => note({ code: 'BOARD_RESET' }, part),
      onSensors: (sensors) => {
        ambientLight = sensors.ambientLight ?? 0;
        onSensors(sensors);
        show();
      },
    },
    signal,
  );
  forget();
}
