import type { PersonLayer } from './person-layer.ts';

/** Where the light comes from: a lamp in the room, or bright windows behind the person. */
export type Light = 'usual' | 'backlight';

export const lights: readonly Light[] = ['usual', 'backlight'];

/** Stops by which the brightest in the scene, its 255, is brighter than white in usual light. */
export const headroomOf: Record<Light, number> = { usual: 0, backlight: 3.3 };

/** How much lower levels become when the scene's 255 is so much brighter: the person and the wall get no more light. */
export const dimmingOf = (light: Light): number => 2 ** (-headroomOf[light] / 2.2);

/** The person on the levels of a scene with this light. */
export function personIn(light: Light, person: PersonLayer): PersonLayer {
  if (light === 'usual') return person;
  const dimming = dimmingOf(light);
  return { ...person, rgba: person.rgba.map((level, at) => (at % 4 === 3 ? level : level * dimming)) };
}
