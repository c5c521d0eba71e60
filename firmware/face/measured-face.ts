import { type Appearance, appearanceOf } from './appearance.ts';
import type { Landmarks } from './landmarks.ts';
import { type Pose, poseOf } from './pose.ts';
import type { Box } from './resample.ts';

/** A found face with what is measured of it, once for everything that is judged by it. */
export interface MeasuredFace {
  readonly face: Box;
  /** The owner's to zero. */
  readonly landmarks: Landmarks;
  readonly pose: Pose;
  readonly appearance: Appearance;
}

/** Measures a face by its landmarks and by its aligned cut (RGB, `size`×`size`). */
export const measureFace = (face: Box, landmarks: Landmarks, aligned: Uint8Array, size: number): MeasuredFace => ({
  face,
  landmarks,
  pose: poseOf(landmarks),
  appearance: appearanceOf(aligned, size),
});
