/** How the light on a face is judged, and how calmly the camera is asked for another exposure. Times in ms. */
export interface ExposureRules {
  /** Mean luma of the face, 0…255, that is left as it is. */
  readonly fair: readonly [from: number, to: number];
  /** Mean luma that the camera is asked for. */
  readonly aim: number;
  /** Part of the face that may be burnt out, 0…1. */
  readonly mostBurnt: number;
  /** Off by less than this, in stops from `fair`, is left as it is. */
  readonly leastOff: number;
  /** Off by so much, in the same direction and as steadily, for so long. */
  readonly afterMs: number;
  /** How far the light may move, in stops, and still be called steady: a camera on its way is waited for. */
  readonly steady: number;
  /** Least time between two questions to the camera. */
  readonly everyMs: number;
  /** After so long without a face the person is gone. */
  readonly goneMs: number;
  /** Farthest from the usual exposure, in stops. */
  readonly mostStops: number;
  /** Smallest change worth asking for, in stops. */
  readonly leastStep: number;
}

/** Usual rules; `fair` leaves alone what `usualQuality` can use, and skin light and dark. */
export const usualExposure: ExposureRules = {
  fair: [90, 175],
  aim: 120,
  mostBurnt: 0.15,
  leastOff: 0.5,
  afterMs: 250,
  steady: 0.35,
  everyMs: 500,
  goneMs: 1000,
  mostStops: 2,
  leastStep: 0.25,
};

/** The light on a face; see `Appearance`. */
export interface FaceLight {
  readonly light: number;
  readonly burnt: number;
}

/** A picture's levels follow the light to the power of 1/2.2: one stop, twice the light, is a factor of 1.37. */
const gamma = 2.2;

/** Stops between two mean lumas. */
export const stopsBetween = (from: number, to: number): number =>
  gamma * Math.log2(Math.max(1, to) / Math.max(1, from));

/**
 * Tells by how many stops, against its usual exposure, the camera should expose so that the face comes out well: a
 * camera exposes for the whole scene, and a face before a bright window comes out dark. Adds up what is missing in each
 * answer of the camera, whatever it makes of the stops; halves its reach whenever it has to turn back, so that on a
 * steady scene it always comes to rest. Row R18.
 */
export class ExposureAdvice {
  readonly #rules: ExposureRules;
  #stops = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The change asked last. */
  #step = 0;
  #reach: number;
  /** Since when, and by how much, the face is off. */
  #off: { readonly since: number; readonly stops: number } | undefined;
  #goneSince: number | undefined;

  constructor(rules: ExposureRules) {
    this.#rules = rules;
    this.#reach = 2 * rules.mostStops;
  }

  /** Whether the camera may still be on its way to what it was asked for. */
  isSettling(at: number): boolean {
    return at - this.#askedAt < this.#rules.everyMs;
  }

  /**
   * Takes the light on the face, or that nobody is there, of a frame taken at `at` (ms, monotonic). Answers the stops
   * when the camera should be asked for others than before.
   */
  add(face: FaceLight | undefined, at: number): number | undefined {
    if (!face) return this.#nobody(at);
    this.#goneSince = undefined;
    const { afterMs, steady, leastStep, mostStops } = this.#rules;
    const stops = held(stopsOff(face, this.#rules), 2 * mostStops); // darker than that, noise alone would look unsteady
    if (stops === 0) this.#off = undefined;
    else if (!this.#off || Math.abs(stops - this.#off.stops) > steady) this.#off = { since: at, stops };
    if (!this.#off || at - this.#off.since < afterMs || this.isSettling(at)) return undefined;

    if (stops * this.#step < 0) this.#reach = Math.min(this.#reach, Math.abs(this.#step)) / 2;
    if (this.#reach < leastStep) return undefined; // nearer than this the camera does not come
    const wanted = this.#stops + held(stops, this.#reach);
    return this.#ask(held(wanted, mostStops), at);
  }

  #nobody(at: number): number | undefined {
    this.#off = undefined;
    this.#goneSince ??= at;
    if (at - this.#goneSince < this.#rules.goneMs || this.isSettling(at)) return undefined;
    const answer = this.#ask(0, at);
    this.#step = 0;
    this.#reach = 2 * this.#rules.mostStops;
    return answer;
  }

  #ask(stops: number, at: number): number | undefined {
    if (stops === this.#stops) return undefined;
    this.#step = stops - this.#stops;
    this.#stops = stops;
    this.#askedAt = at;
    this.#off = undefined;
    return stops;
  }
}

/** Stops that the face is away from the aim; 0 while it is near enough, or when no exposure suits all of it. */
function stopsOff({ light, burnt }: FaceLight, { fair, aim, mostBurnt, leastOff }: ExposureRules): number {
  const dark = stopsBetween(light, fair[0]) >= leastOff;
  const bright = stopsBetween(fair[1], light) >= leastOff;
  if (burnt > mostBurnt) return dark ? 0 : Math.min(-leastOff, stopsBetween(light, aim));
  return dark || bright ? stopsBetween(light, aim) : 0;
}

/** A number brought between −`most` and `most`. */
const held = (value: number, most: number): number => Math.min(most, Math.max(-most, value));
