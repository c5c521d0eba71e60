import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Ear, type Heard } from '../support/ear.ts';
import { tapRate } from '../support/sound-tap.ts';

const test = suite('the ear of the tests: what it knows again in the sound that leaves the panel');

/** Sound that is like no other, with a soft beginning as speech has. */
const speech = (seed: number, seconds = 0.6): Float32Array => {
  let state = seed;
  return Float32Array.from({ length: seconds * tapRate }, (_, n) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31 - 0.5) * Math.min(1, 0.01 + n / 500);
  });
};
const library = new Map([
  ['one', speech(1)],
  ['two', speech(2)],
  ['three', speech(3)],
]);
const part = (id: string, samples?: number) => (library.get(id) as Float32Array).subarray(0, samples);
const silence = (samples: number) => new Float32Array(samples);
const tone = (hz: number, seconds: number) =>
  Float32Array.from({ length: seconds * tapRate }, (_, n) => 0.2 * Math.sin((2 * Math.PI * hz * n) / tapRate));

function heardOf(...sounds: Float32Array[]): Heard[] {
  const heard: Heard[] = [];
  const ear = new Ear('', library, (what) => heard.push(what));
  const all = Float32Array.from(sounds.flatMap((sound) => [...sound]));
  for (let at = 0; at < all.length; at += 2048) {
    const left = all.subarray(at, at + 2048);
    ear.take({ sink: '', at, left, right: left });
  }
  return heard;
}
const phrases = (heard: readonly Heard[]) => heard.flatMap((what) => (what.what === 'phrase' ? [what.id] : []));

test('phrases one after another, with and without a pause', () => {
  assert.equal(phrases(heardOf(part('one'), silence(3000), part('two'), part('three'))), ['one', 'two', 'three']);
});

test('a phrase that was cut off after a moment hides not the one that took its place', () => {
  for (const samples of [1, 100, 128, 300, 2000])
    assert.equal(
      phrases(heardOf(silence(700), part('one', samples), part('two'))),
      ['two'],
      `after ${samples} samples`,
    );
});

test('a phrase that begins within another sound is known', () => {
  const mixed = part('one', 400).map((sample, n) => sample + (part('three')[n + 300] as number));
  assert.equal(phrases(heardOf(mixed, part('two'))), ['two']);
});

test('a tone is a tone, as high as it is', () => {
  const heard = heardOf(tone(523, 0.5));
  assert.ok(heard.length >= 5);
  for (const what of heard) assert.ok(what.what === 'tone' && Math.abs(what.hz - 523) < 40, JSON.stringify(what));
});

test.run();
