import type { Clock } from '../../firmware/device/clock.ts';
import type { Frame } from '../camera/contract.ts';
import { cardView } from '../card-camera/emulated/card-view.ts';
import { presentationView } from '../face-camera/emulated/presentation-view.ts';
import type { Desk } from './desk.ts';

/** What the card camera sees of the desk. */
export const cardFrames = (desk: Desk, clock: Clock, signal: AbortSignal): AsyncIterable<Frame> =>
  cardView({ scene: () => desk.scene, clock, signal });

/** What the face camera sees of the desk. `exposure`: stops that it is asked to expose more, now. */
export const faceFrames = (
  desk: Desk,
  clock: Clock,
  signal: AbortSignal,
  exposure: () => number = () => 0,
): AsyncIterable<Frame> =>
  presentationView({
    shown: () => desk.shown,
    turn: () => desk.turn,
    light: () => desk.light,
    exposure,
    clock,
    random: Math.random,
    signal,
  });
