/** Seconds in which a head comes to a third of what was left of its turn. */
const ease = 0.14;

/**
 * A head that goes where it is asked to, as fast as heads do. Call it once a frame with the wish, −1…1, and the
 * seconds; answers where the head is.
 */
export function createTurning(): (wish: number, seconds: number) => number {
  let turn = 0;
  let last = 0;
  return (wish, seconds) => {
    const wanted = Math.min(1, Math.max(-1, wish));
    turn += (wanted - turn) * (1 - Math.exp((last - seconds) / ease));
    last = seconds;
    return turn;
  };
}
