import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ExposureAdvice, stopsBetween, usualExposure } from '../../firmware/face/exposure-advice.ts';

const test = suite('exposure advice');
const frame = 1000 / 15;

/** What a camera makes of the stops that it is asked for. */
interface CameraModel {
  /** Stops of light for each stop asked. */
  readonly gain: number;
  /** Until a change asked begins to show, ms. */
  readonly delay: number;
  /** It knows multiples of so many stops only. */
  readonly grid: number;
  /** Two thirds of the way take so long, ms. */
  readonly inertia: number;
}
const exact: CameraModel = { gain: 1, delay: 60, grid: 0.01, inertia: 80 };

/** A face that has luma `dark` at the usual exposure, before a camera that does as it is told. */
class Scene {
  readonly advice = new ExposureAdvice(usualExposure);
  readonly asked: { readonly stops: number; readonly at: number }[] = [];
  at = 5000;
  light = 0;
  readonly #dark: number;
  readonly #camera: CameraModel;
  readonly #noise: (at: number) => number;
  #answer = 0;

  constructor(dark: number, camera: CameraModel = exact, noise: (at: number) => number = () => 0) {
    this.#dark = dark;
    this.#camera = camera;
    this.#noise = noise;
  }

  /** Frames of the face, or of nobody, for so many ms. */
  see(ms: number, there = true): this {
    for (const end = this.at + ms; this.at < end; this.at += frame) {
      this.light = Math.min(255, Math.max(0, this.#dark * 2 ** (this.#exposed() / 2.2) + this.#noise(this.at)));
      const burnt = this.light > 235 ? 0.5 : 0;
      const stops = this.advice.add(there ? { light: this.light, burnt } : undefined, this.at);
      if (stops !== undefined) this.asked.push({ stops, at: this.at });
    }
    return this;
  }

  #exposed(): number {
    const { gain, delay, grid, inertia } = this.#camera;
    const heard = this.asked.findLast(({ at }) => at <= this.at - delay)?.stops ?? 0;
    const wanted = Math.round((heard * gain) / grid) * grid;
    this.#answer += (wanted - this.#answer) * (1 - Math.exp(-frame / inertia));
    return this.#answer;
  }

  get stops(): number {
    return this.asked.at(-1)?.stops ?? 0;
  }
}

test('[R18] a fair face asks for nothing, whatever the skin', () => {
  for (const luma of [80, 95, 120, 150, 175, 200]) assert.equal(new Scene(luma).see(5000).asked, [], `${luma}`);
});

test('[R18] a dark face asks for more light after a quarter of a second, a dazzled one for less', () => {
  const dark = new Scene(60).see(3000);
  assert.is(dark.asked.length, 1);
  assert.ok(Math.abs(dark.stops - 2.2) < 0.21, `${dark.stops}`);
  assert.ok((dark.asked[0]?.at ?? 0) - 5000 < 350);
  const bright = new Scene(240).see(3000);
  assert.ok(bright.stops <= -1, `${bright.stops}`);
  assert.ok(bright.light < 175, `${bright.light}`);
});

test('a glimpse of shade asks for nothing', () => {
  const advice = new ExposureAdvice(usualExposure);
  for (let n = 0, at = 0; n < 60; n += 1, at += frame)
    assert.is(advice.add({ light: n % 4 === 0 ? 120 : 40, burnt: 0 }, at), undefined);
});

test('a face half in the sun is left alone: no exposure suits both halves', () => {
  const advice = new ExposureAdvice(usualExposure);
  for (let at = 0; at < 3000; at += frame) assert.is(advice.add({ light: 50, burnt: 0.3 }, at), undefined);
});

test('[R18] the usual exposure comes back when the person is gone, and only then', () => {
  const scene = new Scene(50).see(2000);
  assert.ok(scene.stops > 1);
  const asked = scene.asked.length;
  scene.see(800, false).see(200);
  assert.is(scene.asked.length, asked, 'a face that is missed for a moment is still there');
  scene.see(1200, false);
  assert.is(scene.stops, 0);
  scene.see(2000, false);
  assert.is(scene.asked.length, asked + 1, 'said once');
});

const cameras = fc.record<CameraModel>({
  gain: fc.double({ min: 0, max: 2.5, noNaN: true }),
  delay: fc.integer({ min: 0, max: 900 }),
  grid: fc.constantFrom(0.01, 0.33, 1, 2),
  inertia: fc.integer({ min: 1, max: 500 }),
});

test('[R18] on a steady scene it comes to rest before any camera, keeps its pace and its limits, and goes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), cameras, (dark, camera) => {
      const scene = new Scene(dark, camera).see(12_000);
      const { length } = scene.asked;
      scene.see(20_000);
      assert.is(scene.asked.length, length, 'rests in the end');
      for (const [n, { stops, at }] of scene.asked.entries()) {
        assert.ok(Math.abs(stops) <= 2, `${stops}`);
        assert.ok(at - (scene.asked[n - 1]?.at ?? 0) >= 500);
      }
      assert.is(scene.see(2500, false).stops, 0);
    }),
    { numRuns: 400 },
  );
});

test('[R18] on the verge of being asked, unsteady light turns it back four times at most, however long it lasts', () => {
  const wavering = fc.record({
    wave: fc.double({ min: 1, max: 25, noNaN: true }),
    hertz: fc.double({ min: 0.05, max: 7, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), cameras, wavering, (dark, camera, { wave, hertz }) => {
      const { asked } = new Scene(dark, camera, (at) => wave * Math.sin((2 * Math.PI * hertz * at) / 1000)).see(
        120_000,
      );
      const steps = asked.map(({ stops }, n) => stops - (asked[n - 1]?.stops ?? 0));
      const turns = steps.filter((step, n) => n > 0 && step * (steps[n - 1] ?? 0) < 0).length;
      assert.ok(turns <= 4, `${steps}`);
      assert.ok(asked.length <= 20, `${steps}`);
    }),
    { numRuns: 200 },
  );
});

test('[R18] a camera that answers makes a face fair that two stops can make so', () => {
  const answering = fc.record<CameraModel>({
    gain: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
    delay: fc.integer({ min: 0, max: 300 }),
    grid: fc.constantFrom(0.01, 0.33),
    inertia: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 230 }), answering, (dark, camera) => {
      const { light } = new Scene(dark, camera).see(8000);
      const { fair, leastOff } = usualExposure;
      assert.ok(stopsBetween(light, fair[0]) < leastOff && stopsBetween(fair[1], light) < leastOff, `${light}`);
    }),
    { numRuns: 300 },
  );
});

test.run();
