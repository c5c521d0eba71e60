import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { ErrorNotes } from '../../firmware/records/error-notes.ts';
import type { OperationEntry, OperationLog } from '../../firmware/records/operation-log.ts';
import { toldError } from '../../firmware/records/told-error.ts';

const test = suite('[R42] errors as they are told');

const thrown = (action: () => void): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
};

test('our own say what they say', () => {
  assert.is(
    toldError(new CodedError('X_Y', { at: 'staff', what: 'It broke.', next: 'Mend it.' }, 'part 3')),
    'It broke. (part 3)',
  );
});

test("attack: another error's message quotes what it failed at; only its name and its place are told", () => {
  const errors = [
    thrown(() => JSON.parse('{"name":"番号花子"')),
    thrown(() => Object('x').番号花子()),
    new Error('番号花子\n  second line 番号花子'),
    '番号花子',
    { message: '番号花子' },
  ];
  for (const error of errors) assert.not.ok(toldError(error).includes('番号花子'), String(error));
  assert.match(toldError(errors[0]), /^SyntaxError at JSON\.parse/);
});

test('a failure is noted by its code; one that repeats is not written again at once', async () => {
  const written: OperationEntry[] = [];
  const log = { append: async (entry: OperationEntry) => void written.push(entry) } as OperationLog;
  const notes = new ErrorNotes(log);
  notes.note({ code: 'CAMERA_LOST' }, 'face-camera');
  for (let n = 0; n < 100; n++) notes.note({ code: 'CAMERA_LOST' }, 'face-camera');
  notes.note(new Error('番号花子'));
  notes.note({ code: '番号花子' }, 'disk');
  assert.equal(
    written.map(({ fields }) => fields),
    [{ code: 'CAMERA_LOST', part: 'face-camera' }, { code: 'UNCODED' }, { code: 'UNCODED', part: 'disk' }],
  );
});

test.run();
