const inOrder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;

/**
 * The order of the ten digit keys: as usual, or each order as likely as any other, so that where the fingers go tells nothing (R41).
 * @param fill fills an array with random numbers, as `crypto.getRandomValues` does
 */
export function keyOrder(fixed: boolean, fill: (values: Uint32Array<ArrayBuffer>) => void): readonly number[] {
  if (fixed) return inOrder;
  const drawn = new Uint32Array(inOrder.length);
  fill(drawn);
  // Fisher–Yates; the remainder of 32 bits favours no place by more than one in 400 million.
  const keys: number[] = [...inOrder];
  for (let last = keys.length - 1; last > 0; last--) {
    const other = (drawn[last] as number) % (last + 1);
    [keys[last], keys[other]] = [keys[other] as number, keys[last] as number];
  }
  return keys;
}
