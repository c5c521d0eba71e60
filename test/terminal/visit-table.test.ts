import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { visitTable } from '../../build/terminal/visit-table.ts';

const test = suite('the table of visits in a shell');
const row = (session: string, at: string) => ({ session, at, method: '', proved: '', answer: '' });

/** What stands on a screen that understands "up" and "clear below". */
function screenOf(text: string): string[] {
  let lines: string[] = [];
  for (const piece of text.split('\x1b[0J')) {
    const [words = '', up = '0'] = piece.split('\x1b[');
    lines = [...lines, ...words.split('\n').slice(0, -1)];
    lines = lines.slice(0, lines.length - Number.parseInt(up, 10));
  }
  return lines;
}

test('on a screen it is drawn over itself: a line for each reader, then one for each visit, the oldest giving way', () => {
  let written = '';
  const table = visitTable((text) => {
    written += text;
  }, 40);
  table.say('reader', 'ready');
  for (let n = 0; n < 20; n += 1) {
    table.say('reader', 'busy');
    table.show(row(`visit-${n}`, 'started'));
    table.show(row(`visit-${n}`, `verdict ${'x'.repeat(100)}`));
  }
  const screen = screenOf(written);
  assert.is(screen[0], 'reader: busy');
  assert.is(screen.length, 13);
  assert.ok(
    screen.every(({ length }) => length < 40),
    'no line is broken by the width',
  );
  assert.match(screen.at(-1) ?? '', /^visit-19 +verdict/);
});

test('elsewhere each step is a line, with its reader where there are several', () => {
  const lines: string[] = [];
  const table = visitTable((text) => lines.push(text), undefined);
  table.say('counter-1', 'ready, normal');
  table.show({ ...row('0123456789', 'verdict'), method: 'pin', proved: 'yes', answer: 'valid' }, 'counter-1');
  assert.is(lines[0], 'counter-1: ready, normal\n');
  assert.match(lines[1] ?? '', /^counter-1 +01234567 +verdict +pin +proved: yes +valid\n$/);
});

test.run();
