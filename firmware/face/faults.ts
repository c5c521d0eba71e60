import { type FaultTable, faultsOf } from '../records/coded-error.ts';

/** What the person before the camera can mend; told as a hint while frames come, never thrown. Row R18. */
export const faceHints = {
  FACE_NONE: { at: 'person', what: 'No face is before the camera', next: 'Please stand in front of the camera.' },
  FACE_MANY: { at: 'person', what: 'More than one face is before the camera', next: 'One person at a time, please.' },
  FACE_TOO_FAR: { at: 'person', what: 'The face is too far away', next: 'Please come closer.' },
  FACE_TOO_CLOSE: { at: 'person', what: 'The face is too close', next: 'Please step back a little.' },
  FACE_LOOK_HERE: { at: 'person', what: 'The face is turned away', next: 'Please look straight here.' },
  FACE_MOVE_LEFT: {
    at: 'person',
    what: 'The face is cut off at its right',
    next: 'Please move a little to your left.',
  },
  FACE_MOVE_RIGHT: {
    at: 'person',
    what: 'The face is cut off at its left',
    next: 'Please move a little to your right.',
  },
  FACE_MOVE_UP: { at: 'person', what: 'The face is cut off below', next: 'Please raise your face a little.' },
  FACE_MOVE_DOWN: { at: 'person', what: 'The face is cut off above', next: 'Please lower your face a little.' },
  FACE_TOO_DARK: { at: 'person', what: 'The face is too dark', next: 'Please turn your face to the light.' },
  FACE_BACKLIGHT: {
    at: 'person',
    what: 'Strong light stands behind the face or falls on it',
    next: 'Please turn a little away from the bright light.',
  },
  FACE_HOLD_STILL: { at: 'person', what: 'The face is blurred', next: 'Please hold still for a moment.' },
  FACE_MASK: { at: 'person', what: 'Mouth and nose are covered', next: 'Please take off the mask for a moment.' },
  FACE_OPEN_EYES: { at: 'person', what: 'The eyes are closed', next: 'Please open your eyes.' },
  FACE_TURN_LEFT: { at: 'person', what: 'The reader is in doubt', next: 'Please turn your head slowly to your left.' },
  FACE_TURN_RIGHT: {
    at: 'person',
    what: 'The reader is in doubt',
    next: 'Please turn your head slowly to your right.',
  },
} as const satisfies FaultTable;

/** The codes told through `onHint`. */
export type FaceHint = keyof typeof faceHints;

/** Faults of the face room: stable codes. */
export const faceFaults = {
  FACE_NOT_LIVE: {
    at: 'attack',
    what: 'What is before the camera does not look or move as a living face does',
    next: 'Choose another method, or ask the staff.',
  },
  FACE_LIVENESS_MISSING: {
    at: 'vendor',
    what: 'Liveness is required, and the recognizer pack brings none',
    next: 'Install a recognizer pack with liveness, or set check.liveness.required to false.',
  },
  FACE_FRAMES_ENDED: {
    at: 'device',
    what: 'The camera stopped before a face was taken',
    next: 'Try again, or choose another method.',
  },
  FACE_PICTURE_UNREADABLE: {
    at: 'device',
    what: 'A picture of the face camera cannot be decoded',
    next: 'Try again; if it stays, have the face camera checked.',
  },
  CHIP_PHOTO_UNREADABLE: {
    at: 'card',
    what: "The photo in the card's chip cannot be decoded",
    next: 'Choose the PIN or the visual check.',
  },
  CHIP_PHOTO_NO_FACE: {
    at: 'card',
    what: "No face was found in the photo in the card's chip",
    next: 'Choose the PIN or the visual check.',
  },
  FACE_PACK_UNREADABLE: {
    at: 'vendor',
    what: 'The recognizer pack is missing or its manifest is not as it must be',
    next: 'Install the recognizer pack again.',
  },
  FACE_MODEL_MISSING: {
    at: 'vendor',
    what: 'A model file of the recognizer pack is missing',
    next: 'Run the set-up again, or install the recognizer pack again.',
  },
  FACE_MODEL_MISMATCH: {
    at: 'attack',
    what: 'A model file is not the one the recognizer pack names',
    next: 'Do not use the reader; install the recognizer pack again from its source.',
  },
  FACE_MODEL_UNUSABLE: {
    at: 'vendor',
    what: 'A model file does not load, or its inputs and outputs are not those of the recognizer pack',
    next: 'Install a recognizer pack made for this version.',
  },
} as const satisfies FaultTable;

/** Makes a fault of this room. */
export const faceFault = faultsOf(faceFaults);
