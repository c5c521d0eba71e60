import type { Decision } from '../terminal/pairing/waiting.ts';
import { type Language, languages } from '../words/languages.ts';

/** What can be started anew by itself. */
export const restartParts = ['card-reader', 'cameras', 'panel', 'reader'] as const;
export type RestartPart = (typeof restartParts)[number];

/** What staff ask of the reader behind the facility's password. */
export type StaffOrder =
  | { readonly order: 'self-check' }
  | { readonly order: 'restart'; readonly part: RestartPart }
  /** The facility's own language and loudness, in percent. */
  | { readonly order: 'choose'; readonly language: Language; readonly volume: number }
  | { readonly order: 'export' }
  /** Removes all that is the facility's. */
  | { readonly order: 'factory-reset' }
  /** To the terminal that waits to be paired under this id. */
  | { readonly order: 'pairing'; readonly id: string; readonly decision: Decision };

const decisions: readonly Decision[] = ['confirmed', 'refused'];

/** The order in what the page sent; undefined when it is none that we know. */
export function staffOrderOf(body: unknown): StaffOrder | undefined {
  const { order, ...given } = Object(body) as Record<string, unknown>;
  switch (order) {
    case 'self-check':
    case 'export':
    case 'factory-reset':
      return { order };
    case 'restart': {
      const part = restartParts.find((known) => known === given.part);
      return part && { order, part };
    }
    case 'choose': {
      const { volume } = given;
      const language = languages.find((known) => known === given.language);
      return language && isVolume(volume) ? { order, language, volume } : undefined;
    }
    case 'pairing': {
      const { id } = given;
      const decision = decisions.find((known) => known === given.decision);
      return decision && typeof id === 'string' ? { order, id, decision } : undefined;
    }
    default:
      return undefined;
  }
}

/** Percent, whole. */
export const isVolume = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100;
