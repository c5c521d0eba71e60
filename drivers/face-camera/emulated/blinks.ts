import type { Random } from '../../camera/emulated/random.ts';
import { between, seededRandom } from '../../camera/emulated/random.ts';

/** One blink in each beat, at most `jitter` after its start: two to five seconds lie between two. Seconds. */
const [beat, jitter] = [3.5, 1.5];
const [shortest, longest] = [0.12, 0.25];

/** The blinks of a person as a function of seconds: how far the lids are closed, 0…1. */
export function createBlinks(random: Random): (seconds: number) => number {
  const seed = Math.floor(random() * 2 ** 31);
  return (seconds) => {
    const count = Math.floor(seconds / beat);
    const own = seededRandom(seed + count);
    const begins = count * beat + between(own, 0, jitter);
    const part = (seconds - begins) / between(own, shortest, longest);
    return part <= 0 || part >= 1 ? 0 : Math.min(1, 1.6 * Math.sin(Math.PI * part)); // the lids stay shut for a moment
  };
}
