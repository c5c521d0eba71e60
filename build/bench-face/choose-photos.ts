import { byPerson } from '../certify/by-person.ts';
import type { Photo } from '../certify/dataset.ts';
import { shuffled } from '../certify/shuffled.ts';

/** Photos of one person at most: few people with hundreds would speak for all. */
const mostEach = 4;

/** Photos of up to `people` people who have two or more, up to four of each; both drawn by `random`. */
export function choosePhotos(photos: readonly Photo[], people: number, random: () => number): Photo[] {
  const several = [...byPerson(photos).values()].filter(({ length }) => length >= 2);
  return shuffled(several, random)
    .slice(0, people)
    .flatMap((photos) => shuffled(photos, random).slice(0, mostEach));
}
