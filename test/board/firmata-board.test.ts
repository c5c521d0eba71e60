// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardOutputs, Colour, LightPattern } from '../../drivers/board/contract.ts';
import { lightMoment, soundMoment } from '../../drivers/board/patterns.ts';
import { wiring, withBoard } from './emulated-board.ts';

const test = suite('the board of lights and sensors over a real serial line');

const showing = (change: Partial<BoardOutputs>): BoardOutputs => ({
  light: { colour: 'off', pattern: 'steady' },
  cameraLight: 'off',
  shutter: 'closed',
  ...change,
});
const colours: readonly Colour[] = ['white', 'blue', 'green', 'amber', 'red', 'off'];
const patterns: readonly LightPattern[] = ['steady', 'slow', 'fast', 'double'];

test('a pattern goes round for ever, is on and off by turns, and says when that changes', () => {
  for (const pattern of patterns) {
    let ms = 0;
    for (let turn = 0; turn < 50; turn += 1) {
      const { on, forMs } = lightMoment(pattern, ms);
      assert.is(on, pattern === 'steady' || turn % 2 === 0, `${pattern} ${ms}`);
      ms += forMs ?? 100;
    }
  }
  for (const sound of ['done', 'refused', 'call'] as const) {
    assert.ok(soundMoment(sound, 0).on);
    assert.equal(soundMoment(sound, 10_000), { on: false });
  }
});

test('[R46] each colour and each pattern is seen on the pins; camera light and shutter too', () =>
  withBoard(async ({ board, uno, colour, until, told }) => {
    await until(() => told.includes('works'), 'the board works');
    for (const wanted of colours) {
      board.show(showing({ light: { colour: wanted, pattern: 'steady' } }));
      await until(() => colour() === wanted, wanted);
    }
    for (const pattern of ['slow', 'fast', 'double'] as const) {
      board.show(showing({ light: { colour: 'red', pattern } }));
      for (const wanted of ['red', 'off', 'red', 'off'] as const)
        await until(() => colour() === wanted, `${pattern} ${wanted}`);
    }
    const lights = () => [uno.output(wiring.visibleLight) > 0, uno.output(wiring.infraredLight) > 0];
    for (const [cameraLight, seen] of [
      ['visible', [true, false]],
      ['infrared', [false, true]],
      ['off', [false, false]],
    ] as const) {
      board.show(showing({ cameraLight }));
      await until(() => lights().join() === seen.join(), `camera light ${cameraLight}`);
    }
    for (const shutter of ['open', 'closed'] as const) {
      board.show(showing({ shutter }));
      await until(() => uno.output(wiring.shutter) === (shutter === 'open' ? 1 : 0), `shutter ${shutter}`);
    }
    for (const sound of ['done', 'refused', 'call'] as const) {
      board.sound(sound);
      for (const value of sound === 'call' ? [1, 0, 1, 0, 1, 0] : [1, 0])
        await until(() => uno.output(wiring.buzzer) === value, `${sound} ${value}`);
    }
  }));

test('[R01] the sensors are told as they stand at first, and at every change', () =>
  withBoard(async ({ uno, sensed, until }) => {
    const last = () => sensed.at(-1);
    await until(() => last()?.cardOnBed === false && last()?.caseOpen === false, 'an empty bed and a shut case');
    assert.not(
      sensed.some(({ caseOpen }) => caseOpen),
      'a case that is shut was never told as open',
    );
    uno.contact(wiring.cardOnBed, true);
    await until(() => last()?.cardOnBed === true, 'a card');
    uno.contact(wiring.caseOpen, false);
    await until(() => last()?.caseOpen === true, 'an open case');
    uno.voltage(wiring.ambientLight, 1023);
    await until(() => last()?.ambientLight === 1, 'bright light');
    uno.voltage(wiring.ambientLight, 205);
    await until(() => last()?.ambientLight === 0.2, 'dim light');
  }));

test('[R46] a board that was reset is set anew at once; one that hangs is reset, or opened again when it is plugged in anew', () =>
  withBoard(async ({ board, uno, told, colour, until }) => {
    board.show(showing({ light: { colour: 'green', pattern: 'steady' }, shutter: 'open' }));
    const stands = () => colour() === 'green' && uno.output(wiring.shutter) === 1;
    await until(stands, 'green');
    uno.reset();
    assert.not(stands());
    await until(stands, 'green after a reset');
    uno.hang(true);
    await until(() => !stands(), 'the driver resets it');
    await until(stands, 'green after the driver’s reset');
    assert.equal(new Set(told), new Set(['works']), 'none of this is a fault');
    uno.hang();
    await until(() => told.at(-1) === 'BOARD_SILENT', 'the fault');
    await uno.unplug();
    await uno.plugIn();
    await until(() => told.at(-1) === 'works', 'it works again');
    await until(stands, 'green after plugging in');
  }));

test('[R46] noise on the line is no fault and throws nothing', () =>
  withBoard(async ({ board, uno, told, colour, until }) => {
    await until(() => told.includes('works'), 'the board works');
    // A pin that is none, a message without an end, bytes out of turn.
    uno.noise(Uint8Array.of(0xf0, 0x6e, 0x7f, 1, 1, 0xf7));
    uno.noise(Uint8Array.of(0xf0));
    for (let time = 0; time < 100; time += 1) {
      uno.noise(new Uint8Array(100).fill(0x55));
      await new Promise((resolve) => setTimeout(resolve, 2)); // a line takes only so much at once
    }
    uno.noise(Uint8Array.of(0xf7, 0x00, 0xff, 0xe0));
    board.show(showing({ light: { colour: 'blue', pattern: 'steady' } }));
    await until(() => colour() === 'blue', 'blue');
    await until(() => told.at(-1) === 'works', 'it works');
  }));

test('[R46] wiring that the microcontroller cannot do, and a port that is not there, are faults of their own', async () => {
  await withBoard(({ told, until }) => until(() => told.includes('BOARD_UNFIT'), 'BOARD_UNFIT'), {
    ...wiring,
    red: 12,
  });
  await withBoard(({ told, until }) => until(() => told.includes('BOARD_UNFIT'), 'BOARD_UNFIT'), {
    ...wiring,
    shutter: 77,
  });
  await withBoard(async ({ uno, told, until }) => {
    await uno.unplug();
    await until(() => told.includes('BOARD_UNAVAILABLE'), 'BOARD_UNAVAILABLE');
    await uno.plugIn();
    await until(() => told.at(-1) === 'works', 'it works');
  });
});

test('when it is no longer minded, everything is put out and the shutter shut', () =>
  withBoard(async ({ board, uno, colour, until, end }) => {
    const all = () => [colour(), uno.output(wiring.shutter), uno.output(wiring.visibleLight)].join();
    board.show(showing({ light: { colour: 'white', pattern: 'steady' }, cameraLight: 'visible', shutter: 'open' }));
    await until(() => all() === 'white,1,255', 'all on');
    await end();
    await until(() => all() === 'off,0,0', 'all off');
  }));

test.run();
