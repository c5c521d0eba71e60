const inOrder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;

/**
 * The order of the ten digit keys: as usual, or drawn, every order equally likely, so that where the fingers go tells nothing (R41).
 * @param fill fills an array with random numbers, as `crypto.getRandomValues` does
 */
export function keyOrder(fixed: boolean, fill: (values: Uint32Array<ArrayBuffer>) => void): readonly number[] {
  if (fixed) return inOrder;
  const keys: number[] = [...inOrder];
  // Fisher–Yates.
  for (let last = keys.length - 1; last > 0; last--) {
    const other = below(last + 1, fill);
    [keys[last], keys[other]] = [keys[other] as number, keys[last] as number];
  }
  return keys;
}

/** A whole number from 0 to `limit` - 1. What would favour the lower ones, the last of 32 bits, is drawn again. */
function below(limit: number, fill: (values: Uint32Array<ArrayBuffer>) => void): number {
  const drawn = new Uint32Array(1);
  do fill(drawn);
  while ((drawn[0] as number) >= 2 ** 32 - (2 ** 32 % limit));
  return (drawn[0] as number) % limit;
}
