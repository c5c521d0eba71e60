import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findJsonProblem } from '../../firmware/device/settings-json.ts';
import { nearestName } from '../../firmware/device/settings-nearest-name.ts';

const test = suite('finding what is wrong in JSON');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Texts near JSON: a value written out, then a piece of it replaced. */
const nearJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.nat(3),
    fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0041 \n\t-.e1tfn\u0001') }),
  )
  .map(([text, at, taken, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + taken);
  });

test('it agrees with the engine on what is JSON, but for names given twice', () => {
  fc.assert(
    fc.property(fc.oneof(nearJson, fc.json({ maxDepth: 6 }), fc.string()), (text) => {
      const problem = findJsonProblem(text);
      if (problem?.problem.endsWith('is given twice')) return;
      assert.is(problem === undefined, isJson(text), text);
    }),
    { numRuns: 5000 },
  );
});

test('the place it names lies in the text or at its end', () => {
  fc.assert(
    fc.property(nearJson, (text) => {
      const problem = findJsonProblem(text);
      if (!problem) return;
      const lines = text.split('\n');
      assert.ok(problem.line >= 1 && problem.line <= lines.length);
      assert.ok(problem.column >= 1 && problem.column <= (lines[problem.line - 1]?.length ?? 0) + 1);
    }),
  );
});

test('attack: a hundred thousand brackets are refused, not followed until the stack ends', () => {
  assert.is(findJsonProblem('['.repeat(100_000))?.problem, 'nested deeper than 64');
  assert.is(findJsonProblem('{"a":'.repeat(100_000))?.problem, 'nested deeper than 64');
});

test('the nearest name is the one meant, or none', () => {
  const known = ['reader', 'drivers', 'check', 'timeouts', 'trust', 'terminal', 'panel', 'records'];
  const cases: [string, string | undefined][] = [
    ['chek', 'check'],
    ['Check', 'check'],
    ['termnial', 'terminal'],
    ['timeout', 'timeouts'],
    ['driver', 'drivers'],
    ['recrods', 'records'],
    ['colour', undefined],
    ['', undefined],
  ];
  for (const [given, meant] of cases) assert.is(nearestName(given, known), meant, given);
});

test.run();
