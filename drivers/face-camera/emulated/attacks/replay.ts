import { emptyPicture } from '../../../camera/emulated/picture.ts';
import { between } from '../../../camera/emulated/random.ts';
import { livingPerson } from '../living-person.ts';
import type { Presentation, Subject } from '../presentation.ts';
import { viewPixels } from '../room.ts';
import { overscan } from './hand.ts';
import { type Footage, screenWith } from './screen.ts';

/** A film of the person, who breathes, sways and blinks, on a tablet in two hands. It cannot answer what is asked. */
export async function replay(subject: Subject): Promise<Presentation> {
  const footage = await filmOf(subject, between(subject.random, 36, 42));
  return screenWith(footage, { random: subject.random, scale: 0.8, close: false });
}

/** Such a film on a screen so near that nothing else is in sight. */
export async function replayClose(subject: Subject): Promise<Presentation> {
  const footage = await filmOf(subject, between(subject.random, 42, 50));
  return screenWith(footage, { random: subject.random, scale: overscan, close: true });
}

/** What a camera took of the living person; each picture takes the place of the one before. */
async function filmOf(subject: Subject, distanceCm: number): Promise<Footage> {
  const person = await livingPerson(subject, 'usual', distanceCm);
  const picture = emptyPicture(viewPixels.width, viewPixels.height);
  return (seconds) => {
    person.draw(seconds, 0, picture);
    return { ...picture };
  };
}
