/** What the reader says on a face-camera connection: expose by so many stops against the usual, a number in ASCII. */
export const exposureWords = (stops: number): Buffer => Buffer.from(String(stops));

/** The stops, −2…2, of such a message; undefined when it is none. */
export function exposureOf(words: Buffer): number | undefined {
  const stops = Number(words.toString() || Number.NaN);
  return Math.abs(stops) <= 2 ? stops : undefined;
}
