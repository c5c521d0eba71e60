import { readFile } from 'node:fs/promises';
import { type FacePlace, usualFace } from '../face-camera/emulated/face-place.ts';
import { deskFault } from './faults.ts';

/**
 * Where the face is in the portrait of a file, by the file `NAME.face.json` beside it, which also says where the eyes
 * are; without one, as in a usual head-and-shoulders portrait. Throws `DESK_FACE_PLACE_MALFORMED`.
 */
export async function facePlaceBeside(portrait: string): Promise<FacePlace> {
  const file = portrait.replace(/\.\w+$/, '.face.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return usualFace;
  const place = parsed(text);
  if (!isFacePlace(place)) throw deskFault('DESK_FACE_PLACE_MALFORMED', file);
  return place;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFacePlace(value: unknown): value is FacePlace {
  const { x, y, width, eyes } = (value ?? {}) as Record<string, unknown>;
  const isEye = (eye: unknown) => isList(eye, 6) && eye.every((spot) => isList(spot, 2) && spot.every(isPart));
  return (
    isPart(x) &&
    isPart(y) &&
    isPart(width) &&
    width > 0 &&
    (eyes === undefined || (isList(eyes, 2) && eyes.every(isEye)))
  );
}

const isList = (value: unknown, length: number): value is unknown[] => Array.isArray(value) && value.length === length;

/** A part of a whole. */
const isPart = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
