import { type Stretch, tapRate } from './sound-tap.ts';

/** Something that was heard. */
export type Heard =
  | { readonly what: 'phrase'; readonly id: string; readonly sink: string }
  | {
      readonly what: 'tone';
      readonly hz: number;
      /** −1: from the left alone, 1: from the right alone. */
      readonly pan: number;
      readonly sink: string;
    };

/** So much must be heard of a phrase before it is known, unless it is shorter. */
const enough = 0.3 * tapRate;
/** Samples of so much are silence; two that differ by more are not the same sound. */
const silence = 1e-4;
const alike = 3e-3;
/** Whatever is a phrase's for so long was that phrase. */
const cutOff = 0.01 * tapRate;
/** Of a tone so much is listened to. */
const toneSamples = 0.05 * tapRate;
/** Within another sound a phrase is known by so much of its beginning, of which some is loud. */
const beginning = 0.1 * tapRate;
const loud = 0.03;
/** So many samples may be like the phrase that was cut off and like the one that took its place. */
const slack = 64;

/** What comes out of one sound output, sample by sample, told apart into known phrases and tones. It is deaf to everything else. */
export class Ear {
  readonly #library: ReadonlyMap<string, Float32Array>;
  readonly #onHeard: (heard: Heard) => void;
  readonly #sink: string;
  /** What has come and is not understood yet. */
  #left: number[] = [];
  #right: number[] = [];
  #next = 0;
  /** The phrase that is being heard, and how far. */
  #phrase: { readonly samples: Float32Array; at: number } | undefined;
  /** Of what has come so much was understood already; another phrase may begin within it. */
  #tail = 0;
  /** No phrase begins louder. */
  readonly #loudestStart: number;

  /** @param library of each phrase's id its samples, as the voice says it at full volume */
  constructor(sink: string, library: ReadonlyMap<string, Float32Array>, onHeard: (heard: Heard) => void) {
    this.#sink = sink;
    this.#library = new Map([...library].map(([id, samples]) => [id, samples.subarray(soundsFrom(samples))]));
    this.#loudestStart = Math.max(...[...this.#library.values()].map(([first = 0]) => Math.abs(first))) + alike;
    this.#onHeard = onHeard;
  }

  take({ at, left, right }: Stretch): void {
    if (at < this.#next) this.#forget(); // another page, which began to count anew
    // What lies between two stretches was silent; of a long silence a part says as much.
    const silent = Math.min(Math.max(0, at - this.#next), 10 * tapRate);
    for (let n = 0; n < silent; n++) this.#push(0, 0);
    for (const [n, sample] of left.entries()) this.#push(sample, right[n] ?? 0);
    this.#next = at + left.length;
    while (this.#understand());
  }

  #forget(): void {
    this.#drop(this.#left.length);
    this.#phrase = undefined;
    this.#next = 0;
  }

  #push(left: number, right: number): void {
    this.#left.push(left);
    this.#right.push(right);
  }

  #drop(samples: number): void {
    this.#left.splice(0, samples);
    this.#right.splice(0, samples);
    this.#tail = Math.max(0, this.#tail - samples);
  }

  /** Drops what was understood, but for the last of it. */
  #understood(samples: number): void {
    const kept = Math.min(samples, slack);
    this.#drop(samples - kept);
    this.#tail = kept;
  }

  /** Takes a piece off what has come; false when there must come more first. */
  #understand(): boolean {
    const { length } = this.#left;
    if (length === 0) return false;
    if (this.#phrase) return this.#follow(this.#phrase);
    const silent = this.#left.findIndex(
      (sample, n) => Math.max(Math.abs(sample), Math.abs(this.#right[n] ?? 0)) > silence,
    );
    if (silent !== 0) {
      this.#drop(silent < 0 ? length : silent);
      return silent > 0;
    }
    const fits = [...this.#library].filter(([, samples]) => this.#startsLike(samples));
    const whole = fits.every(([, samples]) => length >= Math.min(enough, samples.length));
    if (fits.length === 1 && whole) {
      const [[id, samples]] = fits as [[string, Float32Array]];
      this.#onHeard({ what: 'phrase', id, sink: this.#sink });
      this.#phrase = { samples, at: 0 };
      return true;
    }
    if (fits.length > 0) return this.#longestIfOver(fits);
    if (length < toneSamples + beginning) return false;
    const begins = this.#nextBeginning();
    if (begins !== undefined) {
      this.#drop(begins);
      return true;
    }
    if (this.#tail > 0) {
      this.#drop(this.#tail);
      return true;
    }
    const cut = Math.max(...[...this.#library.values()].map((samples) => this.#likeFor(samples)));
    if (cut >= cutOff) {
      this.#understood(cut); // a phrase that was cut off before it could be known
      return true;
    }
    this.#onHeard({ what: 'tone', sink: this.#sink, ...this.#tone() });
    this.#drop(toneSamples);
    return true;
  }

  /** Where a phrase begins, within the next tone's length. */
  #nextBeginning(): number | undefined {
    for (let n = 1; n <= toneSamples; n++) {
      if (Math.abs(this.#left[n] as number) > this.#loudestStart) continue;
      if (!this.#left.slice(n, n + beginning).some((sample) => Math.abs(sample) > loud)) continue;
      for (const samples of this.#library.values()) if (this.#likeFor(samples, n) >= beginning) return n;
    }
    return undefined;
  }

  /** Several begin so: the sound goes on, or it was cut off and nobody could tell which it was. */
  #longestIfOver(fits: readonly [string, Float32Array][]): boolean {
    const longest = Math.max(...fits.map(([, samples]) => samples.length));
    if (this.#left.length < longest) return false;
    const [id, samples] = fits.reduce((one, other) => (other[1].length > one[1].length ? other : one));
    this.#onHeard({ what: 'phrase', id, sink: this.#sink });
    this.#phrase = { samples, at: 0 };
    return true;
  }

  #startsLike(samples: Float32Array): boolean {
    return this.#likeFor(samples) === Math.min(this.#left.length, samples.length);
  }

  /** How many samples from this one on are those of a phrase. */
  #likeFor(samples: Float32Array, from = 0): number {
    const known = Math.min(this.#left.length - from, samples.length);
    let n = 0;
    while (n < known && Math.abs((this.#left[from + n] as number) - (samples[n] as number)) <= alike) n += 1;
    return n;
  }

  #follow(phrase: { readonly samples: Float32Array; at: number }): boolean {
    const { samples } = phrase;
    let n = 0;
    while (
      n < this.#left.length &&
      phrase.at < samples.length &&
      Math.abs((this.#left[n] as number) - (samples[phrase.at] as number)) <= alike
    ) {
      n += 1;
      phrase.at += 1;
    }
    const whole = phrase.at === samples.length;
    const over = whole || n < this.#left.length;
    if (over && !whole) this.#understood(n);
    else this.#drop(n);
    if (over) this.#phrase = undefined;
    return over;
  }

  #tone(): { hz: number; pan: number } {
    const [left, right] = [this.#left, this.#right].map((side) => side.slice(0, toneSamples)) as [number[], number[]];
    const both = left.map((sample, n) => sample + (right[n] as number));
    const crossings = both.filter((sample, n) => n > 0 && sample >= 0 !== (both[n - 1] as number) >= 0).length;
    const power = (side: number[]) => side.reduce((sum, sample) => sum + sample * sample, 0);
    const [l, r] = [power(left), power(right)];
    return { hz: (crossings * tapRate) / (2 * toneSamples), pan: (r - l) / (l + r) };
  }
}

const soundsFrom = (samples: Float32Array): number =>
  Math.max(
    0,
    samples.findIndex((sample) => Math.abs(sample) > silence),
  );
