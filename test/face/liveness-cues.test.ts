import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { LivenessEvidence } from '../../firmware/face/liveness/evidence.ts';
import { periodicPattern } from '../../firmware/face/liveness/periodic-pattern.ts';
import { straightBorder } from '../../firmware/face/liveness/straight-border.ts';
import { TurnWatch, usualTurn } from '../../firmware/face/liveness/turn-watch.ts';
import type { Picture } from '../../firmware/face/picture.ts';

const test = suite('cues of presentation attacks');

const [width, height] = [640, 480];
const face = { x: 250, y: 150, width: 140, height: 170 };

/** A noisy grey picture; `paint` gives what is added to red, green and blue. */
function picture(paint: (x: number, y: number) => readonly [number, number, number], seed = 3): Picture {
  const random = seededRandom(seed);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const [r, g, b] = paint(x, y);
      const noise = (random() - 0.5) * 16;
      rgb[at] = 130 + r + noise;
      rgb[at + 1] = 130 + g + noise;
      rgb[at + 2] = 130 + b + noise;
    }
  return { width, height, rgb };
}

const nothing = () => [0, 0, 0] as const;

test('[R03] dots and stripes stand out of noise, in lightness and in colour', () => {
  const plain = periodicPattern(picture(nothing), face);
  assert.ok(plain.pattern < 4 && plain.colour < 4, JSON.stringify(plain));
  const dots = periodicPattern(
    picture((x, y) => {
      const dot = 6 * Math.cos((2 * Math.PI * (x + 0.3 * y)) / 5) * Math.cos((2 * Math.PI * (y - 0.3 * x)) / 5);
      return [dot, dot, dot];
    }),
    face,
  );
  assert.ok(dots.pattern > plain.pattern + 1.5, JSON.stringify(dots));
  const stripes = periodicPattern(
    picture((x) => [-3 * Math.cos((2 * Math.PI * x) / 11), 3 * Math.cos((2 * Math.PI * x) / 11), 0]),
    face,
  );
  assert.ok(stripes.colour > plain.colour + 2, JSON.stringify(stripes));
});

test('[R03] a sheet’s or a screen’s edges beside the face are seen, tilted or not; a wall and one edge are none', () => {
  const sheet = (tilt: number) =>
    picture((x, y) => {
      const [u, v] = [x - 320 + tilt * (y - 240), y - 240 - tilt * (x - 320)];
      return Math.abs(u) < 150 && Math.abs(v) < 210 ? [60, 60, 60] : nothing();
    });
  assert.ok(straightBorder(sheet(0), face) > 0.95);
  assert.ok(straightBorder(sheet(0.12), face) > 0.9);
  assert.ok(straightBorder(picture(nothing), face) < 0.6);
  assert.ok(
    straightBorder(
      picture((x) => (x < 180 ? [50, 50, 50] : nothing())),
      face,
    ) < 0.8,
    'a door behind somebody',
  );
});

test('[R03] evidence is of the mean of its frames; doubts add up, and none at all is no evidence', () => {
  const cues = {
    model: { usual: 1, spread: -2 },
    border: { usual: 0.5, spread: 0.1 },
    pattern: { usual: 3, spread: 1 },
    colour: { usual: 3, spread: 0.5 },
  };
  const evidence = new LivenessEvidence({ cues, most: 6 } as never);
  assert.is(evidence.score, Number.NEGATIVE_INFINITY);
  evidence.add({ model: 9, border: 0.4, pattern: 1, colour: 2 });
  assert.is(evidence.score, 6, 'safer than usual says nothing');
  evidence.forget();
  evidence.add({ model: 0, border: 0.5, pattern: 5, colour: 3 });
  evidence.add({ model: -10, border: 0.5, pattern: 9, colour: 3 });
  assert.is(evidence.score, 6 - Math.hypot(3, 4));
});

test('[R03] only a turn to the asked side counts, of a face that never jumps, in time', () => {
  const watch = (side: 'left' | 'right') => new TurnWatch(usualTurn, side, 1000);
  for (const [side, sign] of [
    ['left', 1],
    ['right', -1],
  ] as const) {
    const asked = watch(side);
    assert.ok(asked.add(face, 0.03));
    assert.ok(asked.add(face, 0.03 - sign * 0.4));
    assert.not(asked.turned, 'the other side');
    assert.ok(asked.add(face, 0.03 + sign * 0.1));
    assert.not(asked.turned, 'too little');
    assert.ok(asked.add({ ...face, x: face.x + 30 }, 0.03 + sign * 0.2));
    assert.ok(asked.turned);
    assert.not(asked.add({ ...face, x: face.x + 140 }, 0), 'another place: another face');
  }
  assert.not(watch('left').isOver(1000 + usualTurn.mostMs));
  assert.ok(watch('left').isOver(1001 + usualTurn.mostMs));
});

test.run();
