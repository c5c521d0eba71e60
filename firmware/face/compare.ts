import type { Template } from './template.ts';

/**
 * Cosine of the angle between two unit vectors of equal length, −1…1. Stays in this room: it is never logged nor told.
 */
export function cosine(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length || one.length === 0) return -1;
  let dot = 0;
  for (let i = 0; i < one.length; i++) dot += (one[i] ?? 0) * (other[i] ?? 0);
  return dot;
}

/**
 * Whether two templates count as one person's at this threshold. An empty, zeroed or broken template matches nothing.
 * Row R11.
 */
export const isMatch = (one: Template, other: Template, threshold: number): boolean =>
  threshold > 0 && cosine(one.values, other.values) >= threshold;
