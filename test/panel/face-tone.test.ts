import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toneOf } from '../../ui-lite/sound/face-tone.ts';

const test = suite('[R18] the tone that leads a face to the camera');

test('comes from the side to move to', () => {
  assert.is(toneOf('FACE_MOVE_LEFT', undefined)?.pan, -1);
  assert.is(toneOf('FACE_MOVE_RIGHT', undefined)?.pan, 1);
});

test('is lower far away and higher near by, and steady once all is right', () => {
  const [far, near, right] = [
    toneOf('FACE_TOO_FAR', undefined),
    toneOf('FACE_TOO_CLOSE', undefined),
    toneOf(undefined, 'FACE_NONE'),
  ];
  assert.ok((far?.pitch ?? 0) < (right?.pitch ?? 0) && (right?.pitch ?? 0) < (near?.pitch ?? 0));
  assert.equal([far?.steady, near?.steady, right?.steady], [false, false, true]);
});

test('is silent before anything is known, and about what a tone cannot tell', () => {
  assert.is(toneOf(undefined, undefined), undefined);
  assert.is(toneOf('FACE_MASK', 'FACE_TOO_FAR'), undefined);
});

test.run();
