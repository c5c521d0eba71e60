/** Something that fingers do on the glass, at a time in ms; `later`: only time has passed. */
export type Touch =
  | {
      readonly is: 'down' | 'move' | 'up';
      readonly at: number;
      readonly x: number;
      readonly y: number;
      /** Fingers on the glass from now on. */
      readonly fingers: number;
    }
  | { readonly is: 'later'; readonly at: number };

/** What it means. */
export type Meaning =
  /** One finger lies there: what is under it is to be heard. */
  | { readonly do: 'explore'; readonly x: number; readonly y: number }
  /** Two taps, anywhere: what was heard last is chosen. */
  | { readonly do: 'choose' }
  /** A tap of two fingers: the page is to be heard again. */
  | { readonly do: 'repeat' }
  /** Two fingers held: eyes-free, or no more. */
  | { readonly do: 'switch' };

interface Place {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/** What is not decided yet. */
export interface Touching {
  /** A finger lies; it explores once it has stayed, or moved. */
  readonly press?: Place & { readonly exploring: boolean };
  /** A tap before, that may become two. */
  readonly tap?: Place;
  /** Since when two fingers lie, and whether that was taken already. */
  readonly two?: { readonly at: number; readonly held: boolean };
}

/** A finger that stays so long explores, in ms. */
const stayMs = 200;
/** Between two taps that are one choice. */
const betweenTapsMs = 450;
const holdMs = 2000;
/** Two fingers that lie no longer have tapped. */
const twoTapMs = 600;
/** A finger that trembles less than this has not moved, in CSS pixels. */
const trembling = 14;

/** Pure: what a touch means after what was before. */
export function touched(before: Touching, touch: Touch): [after: Touching, meaning?: Meaning | undefined] {
  const { press, tap, two } = before;
  switch (touch.is) {
    case 'down': {
      if (touch.fingers > 1) return [{ two: two ?? { at: touch.at, held: false } }];
      const { at, x, y } = touch;
      return [{ ...before, press: { at, x, y, exploring: false } }];
    }
    case 'move': {
      if (!press) return [before];
      const moved = Math.hypot(touch.x - press.x, touch.y - press.y) > trembling;
      return press.exploring || moved ? explore(press, touch) : [before];
    }
    case 'up': {
      if (two) return touch.fingers > 0 ? [before] : [{}, twoLifted(two, touch.at)];
      if (!press || press.exploring) return [{}];
      return tap ? [{}, { do: 'choose' }] : [{ tap: { at: touch.at, x: press.x, y: press.y } }];
    }
    case 'later': {
      if (two && !two.held && touch.at - two.at >= holdMs) return [{ two: { ...two, held: true } }, { do: 'switch' }];
      if (press && !press.exploring && touch.at - press.at >= stayMs) return explore(press, press);
      if (tap && !press && touch.at - tap.at >= betweenTapsMs) return [{}, { do: 'explore', x: tap.x, y: tap.y }];
      return [before];
    }
  }
}

/** When time alone decides something, if it does: a time in ms. */
export function dueAt({ press, tap, two }: Touching): number | undefined {
  if (two) return two.held ? undefined : two.at + holdMs;
  if (press) return press.exploring ? undefined : press.at + stayMs;
  return tap && tap.at + betweenTapsMs;
}

const explore = (press: Place, { x, y }: { x: number; y: number }): [Touching, Meaning] => [
  { press: { ...press, x, y, exploring: true } },
  { do: 'explore', x, y },
];

const twoLifted = ({ at, held }: { at: number; held: boolean }, now: number): Meaning | undefined =>
  !held && now - at <= twoTapMs ? { do: 'repeat' } : undefined;
