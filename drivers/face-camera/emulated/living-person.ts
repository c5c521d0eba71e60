import { createBlinks } from './blinks.ts';
import { depthOf, fullTurn, turnHead } from './head-turn.ts';
import { createLids } from './lids.ts';
import { type Light, personIn } from './light.ts';
import { createLivingPose } from './living-pose.ts';
import { cutPerson } from './person-layer.ts';
import type { Presentation, Subject } from './presentation.ts';
import { plainRoom } from './room.ts';
import { standBefore } from './stand-before.ts';

/**
 * A person of flesh and blood in a plain room: breathes, sways, blinks, and turns the head when asked.
 * @throws PICTURE_UNREADABLE when the portrait is no picture
 */
export async function livingPerson(
  { portrait, face, random }: Subject,
  light: Light = 'usual',
  distanceCm = 50,
): Promise<Presentation> {
  const layer = personIn(light, await cutPerson(portrait, face, distanceCm));
  const room = await plainRoom(...layer.backdrop, light);
  const poseAt = createLivingPose(random);
  const blinkAt = createBlinks(random);
  const closeLids = createLids(layer, face.eyes);
  const depth = depthOf(layer);
  const offsets = new Float32Array(depth.length);

  return {
    draw(seconds, turn, frame) {
      const pose = poseAt(seconds);
      closeLids(blinkAt(seconds));
      turnHead(depth, layer.width, Math.sin((turn + pose.turn) * fullTurn), offsets);
      standBefore(room, layer, offsets, pose, frame);
    },
  };
}
