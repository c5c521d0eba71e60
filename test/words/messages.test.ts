import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { messageTable } from '../../build/manual/message-table.ts';
import { codesOf, messageOf } from '../../firmware/words/message-of.ts';
import { type MessageName, messages } from '../../firmware/words/messages.ts';

const test = suite('the numbered messages');
const names = Object.keys(messages) as MessageName[];

test('each has a number of its own, a code that leads to it, and words for staff in both of their languages', () => {
  assert.is(new Set(names.map((name) => messages[name].number)).size, names.length);
  for (const name of names) {
    assert.ok(codesOf(name).length > 0, name);
    assert.ok(messages[name].staff.ja && messages[name].staff.en, name);
  }
});

test('[R46] a code that the catalogue cannot know is trouble of the reader', () => {
  assert.is(messageOf('OF_A_VENDOR'), 'readerTrouble');
  assert.is(messageOf('constructor'), 'readerTrouble');
});

test('the manual’s table tells each message once', () => {
  const rows = messageTable('ja').split('\n');
  for (const name of names) assert.is(rows.filter((row) => row.startsWith(`| ${messages[name].number} |`)).length, 1);
});

test.run();
