import type { BoardOutputs, BoardSensors, Colour } from '../../drivers/board/contract.ts';
import { createBoard } from '../../drivers/board/index.ts';
import { failed, type Part } from './part.ts';

const upWithinMs = 15_000;
const showMs = 900;
const shown: readonly Colour[] = ['white', 'blue', 'green', 'amber', 'red'];
const hues: Readonly<Record<Colour, string>> = {
  off: '#222',
  white: '#fff',
  blue: '#0040ff',
  green: '#00c030',
  amber: '#ff8000',
  red: '#f00',
};

const dark: BoardOutputs = { light: { colour: 'off', pattern: 'steady' }, cameraLight: 'off', shutter: 'closed' };

/** Lights, buzzer, shutter and sensors: each is shown, and whoever stands there says whether it was seen. */
export const boardPart: Part = {
  name: 'board',
  title: 'lights, buzzer, shutter, sensors',
  try: async ({ settings, clock, say, ask }) => {
    const board = await createBoard(settings.drivers.board, clock);
    if (!board) return { outcome: 'absent', found: 'drivers.board.driver is none' };
    const stop = new AbortController();
    let trouble: string | undefined = 'nothing was heard of it';
    let sensors: BoardSensors = {};
    const up = new AbortController();
    const listener = {
      onTrouble: (fault: { readonly code: string } | undefined) => {
        trouble = fault?.code;
        if (!fault) up.abort();
      },
      onSensors: (told: BoardSensors) => {
        sensors = told;
      },
    };
    const watching = board.watch(listener, stop.signal);
    try {
      await clock.sleep(upWithinMs, up.signal).catch(() => undefined);
      if (trouble !== undefined) return failed(trouble);
      say(`watch the status light: ${shown.join(', ')}; then the camera light, the shutter and the buzzer`);
      for (const colour of shown) {
        board.show({ ...dark, light: { colour, pattern: 'steady' } });
        await clock.sleep(showMs);
      }
      board.show({
        ...dark,
        cameraLight: settings.drivers.board.cameraLight === 'infrared' ? 'infrared' : 'visible',
        shutter: 'open',
      });
      board.sound('call');
      await clock.sleep(2 * showMs);
      board.show(dark);
      const seen = await ask('were all of them seen and heard?');
      const said = JSON.stringify(sensors);
      return {
        outcome: seen ? 'pass' : 'FAIL',
        found: `${seen ? 'all seen' : 'not all were seen, or nobody said so'}; sensors say ${said}`,
        picture: { bytes: colourStrip(said), ending: 'svg' },
      };
    } finally {
      stop.abort();
      await watching;
    }
  },
};

const colourStrip = (said: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="110"><rect width="100%" height="100%" fill="#eee"/>${shown
    .map((colour, at) => `<circle cx="${48 + 96 * at}" cy="44" r="32" fill="${hues[colour]}" stroke="#444"/>`)
    .join('')}<text x="8" y="102" font-family="monospace" font-size="12">${said.replaceAll('"', '')}</text></svg>`;
