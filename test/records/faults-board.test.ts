import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recordsFault } from '../../firmware/records/faults.ts';
import { type FaultChange, faultsBoard, standingFault } from '../../firmware/records/faults-board.ts';

const test = suite('board of faults');
const camera = (part: string) => ({ code: 'CAMERA_UNAVAILABLE', what: 'It is gone.', next: 'Plug it in.', part });

test('[R46] a fault stands from raising to clearing, oldest first; twice is once', () => {
  const board = faultsBoard();
  assert.is(board.raise(camera('face-camera')), true);
  assert.is(board.raise(camera('card-camera')), true);
  assert.is(board.raise(camera('face-camera')), false);
  assert.equal(board.standing(), [camera('face-camera'), camera('card-camera')]);
  assert.is(board.clear('CAMERA_UNAVAILABLE'), false);
  assert.is(board.clear('CAMERA_UNAVAILABLE', 'face-camera'), true);
  assert.is(board.clear('CAMERA_UNAVAILABLE', 'face-camera'), false);
  assert.equal(board.standing(), [camera('card-camera')]);
});

test('listeners hear each change once, with the board already changed, until they stop', () => {
  const board = faultsBoard();
  const heard: [FaultChange['is'], number][] = [];
  const stop = board.onChange(({ is }) => heard.push([is, board.standing().length]));
  board.raise(camera('face-camera'));
  board.raise(camera('face-camera'));
  board.clear('CAMERA_UNAVAILABLE', 'face-camera');
  stop();
  board.raise(camera('face-camera'));
  assert.equal(heard, [
    ['raised', 1],
    ['cleared', 0],
  ]);
});

test('a coded error stands by its plain words, without its diagnostics', () => {
  const told = standingFault(recordsFault('RECORDS_UNWRITABLE', 'ENOSPC (28)'), 'records');
  assert.is(told.code, 'RECORDS_UNWRITABLE');
  assert.is(told.what, 'The operation log cannot be written.');
  assert.is(told.part, 'records');
  assert.is(standingFault(recordsFault('RECORDS_CLOSED')).what, 'The operation log is closed.');
});

test.run();
