import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { HintPace } from '../../firmware/face/hint-pace.ts';

const test = suite('hint pace');

/** Feeds `[hint, how many frames of 67 ms]…` and answers what was told when. */
function told(...stretches: [FaceHint | undefined, number][]): [FaceHint | undefined, number][] {
  const out: [FaceHint | undefined, number][] = [];
  let at = 0;
  const pace = new HintPace({ afterMs: 250, everyMs: 1200 }, (hint) => out.push([hint, at]));
  for (const [hint, frames] of stretches) for (let i = 0; i < frames; i++, at += 67) pace.add(hint, at);
  return out;
}

test('a hint is told once it holds for a quarter of a second, and once only', () => {
  assert.equal(told(['FACE_NONE', 100]), [['FACE_NONE', 268]]);
});

test('hints that come and go within a moment are not told', () => {
  assert.equal(told(['FACE_NONE', 3], [undefined, 2], ['FACE_MANY', 3], ['FACE_TOO_FAR', 3]), []);
});

test('[R18] another hint waits until the last could be read', () => {
  assert.equal(told(['FACE_TOO_FAR', 6], ['FACE_TOO_CLOSE', 40]), [
    ['FACE_TOO_FAR', 268],
    ['FACE_TOO_CLOSE', 1474],
  ]);
});

test('the same hint is told again when the face was good in between', () => {
  assert.equal(told(['FACE_TOO_DARK', 20], [undefined, 5], ['FACE_TOO_DARK', 20]), [
    ['FACE_TOO_DARK', 268],
    [undefined, 1608],
    ['FACE_TOO_DARK', 1943],
  ]);
});

test('a face that is good for a moment only is not told to be', () => {
  assert.equal(told(['FACE_TOO_DARK', 20], [undefined, 2], ['FACE_TOO_DARK', 20]).length, 1);
});

test.run();
