import type { Random } from '../../drivers/camera/emulated/random.ts';

/** Standard normal, by Box and Muller. */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Photos of made-up people as a recognizer sees them: each a direction of its own, blurred more the weaker the photo is. */
export function madePhotos(people: number, each: number, random: Random, length = 64) {
  return Array.from({ length: people }, (_, index) => {
    const own = unit(Float32Array.from({ length }, () => normal(random)));
    return Array.from({ length: each }, (_photo, number) => {
      const weakness = 0.05 + 0.12 * random();
      const values = unit(own.map((value) => value + weakness * normal(random)));
      return {
        path: `p${index}/${number}.jpg`,
        person: `p${index}`,
        groups: index % 4 === 0 ? ['few'] : [],
        plain: values,
        mirrored: values,
        norm: 4 - 8 * weakness,
        agreement: 1 - weakness,
        detection: 0.9999,
        ms: 20,
      };
    });
  }).flat();
}
