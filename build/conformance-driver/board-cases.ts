import type { Board, BoardListener, BoardOutputs, BoardSensors } from '../../drivers/board/contract.ts';
import { type Case, demand } from '../conformance/case.ts';
import { type BoardBench, endsWithin, letGoMs } from './bench.ts';

/** A microcontroller that was plugged in just now may take so long, in ms. */
const upWithinMs = 12_000;

const dark: BoardOutputs = { light: { colour: 'off', pattern: 'steady' }, cameraLight: 'off', shutter: 'closed' };

/** Watches a board and, once it works, uses it; the watch is ended. */
async function whileUp(board: Board, use: (sensors: readonly BoardSensors[]) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const sensors: BoardSensors[] = [];
  let last = 'nothing';
  let up = () => {};
  const works = new Promise<void>((resolve) => {
    up = resolve;
  });
  const listener: BoardListener = {
    onTrouble: (trouble) => {
      last = trouble?.code ?? 'it works';
      if (!trouble) up();
    },
    onSensors: (told) => sensors.push(told),
  };
  const watching = board.watch(listener, stop.signal);
  try {
    await endsWithin(upWithinMs, works, `the board (told: ${last})`);
    await use(sensors);
  } finally {
    stop.abort();
    await endsWithin(letGoMs, watching, 'watch');
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The contract of a board. */
export const boardCases: readonly Case<BoardBench>[] = [
  {
    id: 'B01',
    title: 'it tells that it works, and its watch ends when its signal is aborted',
    run: async ({ make }) => whileUp(await make(), async () => undefined),
  },
  {
    id: 'B02',
    title: 'showing and sounding never throw: before it is watched, while it is, and afterwards',
    run: async ({ make }) => {
      const board = await make();
      const all = () => {
        for (const colour of ['off', 'white', 'blue', 'green', 'amber', 'red'] as const)
          for (const pattern of ['steady', 'slow', 'fast', 'double'] as const)
            board.show({ ...dark, light: { colour, pattern } });
        for (const cameraLight of ['visible', 'infrared', 'off'] as const) board.show({ ...dark, cameraLight });
        for (const sound of ['done', 'refused', 'call'] as const) board.sound(sound);
      };
      all();
      await whileUp(board, async () => all());
      board.show(dark);
      board.sound('done');
    },
  },
  {
    id: 'B03',
    title: 'sensors are told whole, by the names of the contract, with what they may say',
    run: async ({ make }) =>
      whileUp(await make(), async (sensors) => {
        await pause(2000);
        for (const { cardOnBed, caseOpen, resetKey, ambientLight, ...others } of sensors) {
          demand(Object.keys(others).length === 0, `told: ${Object.keys(others)}`);
          demand(
            [cardOnBed, caseOpen, resetKey].every((one) => one === undefined || typeof one === 'boolean'),
            'no boolean',
          );
          demand(ambientLight === undefined || (ambientLight >= 0 && ambientLight <= 1), `light ${ambientLight}`);
        }
      }),
  },
  {
    id: 'B04',
    title: 'sensors that do not change are not told again and again',
    run: async ({ make }) =>
      whileUp(await make(), async (sensors) => {
        await pause(3000);
        const told = sensors.map((one) => JSON.stringify(one));
        demand(!told.some((one, at) => at > 0 && one === told[at - 1]), `told twice: ${told.at(-1)}`);
      }),
  },
  {
    id: 'B05',
    title: 'a watch of an aborted signal ends',
    run: async ({ make }) => {
      const listener = { onTrouble: () => undefined, onSensors: () => undefined };
      await endsWithin(letGoMs, (await make()).watch(listener, AbortSignal.abort()), 'watch');
    },
  },
];
