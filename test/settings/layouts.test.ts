import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inPresentLayout, type LayoutStep, layoutSteps } from '../../firmware/device/settings-layouts.ts';

const test = suite('layouts of the settings');

const steps: readonly LayoutStep[] = [
  { to: 2, what: 'sound moves below panel', change: ({ sound, ...rest }) => ({ ...rest, panel: { sound } }) },
  { to: 3, what: 'the name is the reader', change: ({ name, ...rest }) => ({ ...rest, reader: { name } }) },
];

test('a file of any older layout is brought forward step by step', () => {
  const present = { panel: { sound: 3 }, reader: { name: 'a' } };
  assert.equal(inPresentLayout({ sound: 3, name: 'a' }, steps), present);
  assert.equal(inPresentLayout({ layout: 1, sound: 3, name: 'a' }, steps), present);
  assert.equal(inPresentLayout({ layout: 2, panel: { sound: 3 }, name: 'a' }, steps), present);
  assert.equal(inPresentLayout({ layout: 3, ...present }, steps), present);
});

test('what is newer, or no settings at all, is left for the schema to judge', () => {
  for (const settings of [{ layout: 4, reader: {} }, { layout: 'x' }, null, 3, ['a']])
    assert.equal(inPresentLayout(settings, steps), settings);
});

test('the steps of this version count on without a gap', () => {
  assert.equal(
    layoutSteps.map(({ to }) => to),
    layoutSteps.map((_, index) => index + 2),
  );
});

test.run();
