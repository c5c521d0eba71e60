import type { Clock } from '../../firmware/device/clock.ts';
import type { Settings } from '../../firmware/device/settings.ts';

/** What a part of a new board is tried with. */
export interface Bench {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Tells the vendor what to do now. */
  readonly say: (words: string) => void;
  /** Asks the vendor; false: no, or nobody is there to say. */
  readonly ask: (question: string) => Promise<boolean>;
}

/** What came of a part. `picture`: JPEG, PNG or SVG bytes with the ending of its file. */
export interface PartFinding {
  readonly outcome: 'pass' | 'FAIL' | 'absent';
  /** In one line. */
  readonly found: string;
  readonly figures?: Readonly<Record<string, number>>;
  readonly picture?: { readonly bytes: Uint8Array | string; readonly ending: 'jpg' | 'png' | 'svg' };
}

export interface Part {
  readonly name: string;
  readonly title: string;
  try(bench: Bench): Promise<PartFinding>;
}

/** The fault of a part as its finding. */
export const failed = (found: string): PartFinding => ({ outcome: 'FAIL', found });

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A small chart of values over their order, as SVG: a picture of what cannot be photographed. */
export function chart(title: string, values: readonly number[]): string {
  const [width, height] = [480, 160];
  const top = Math.max(1, ...values);
  const points = values.map(
    (value, at) =>
      `${Math.round((width * (at + 0.5)) / values.length)},${Math.round(height - (height - 30) * (value / top))}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><text x="8" y="18" font-family="sans-serif" font-size="14">${title}, most ${top.toFixed(1)}</text><polyline points="${points.join(' ')}" fill="none" stroke="#0040a0" stroke-width="2"/></svg>`;
}
