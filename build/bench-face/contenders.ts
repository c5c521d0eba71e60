import type { Contender } from './contender.ts';

/** Ours. */
export const ourName = 'kazasu';
/** The two that a user would pick from npm. */
export const peerNames = ['face-api', 'human'] as const;
export const contenderNames = [ourName, ...peerNames] as const;
export type ContenderName = (typeof contenderNames)[number];

/** Each is loaded in a process of its own, and nothing of the others with it. */
export const loadContender: Record<ContenderName, () => Promise<Contender>> = {
  kazasu: async () => (await import('./kazasu.ts')).loadKazasu(),
  'face-api': async () => (await import('./face-api.ts')).loadFaceApi(),
  human: async () => (await import('./human.ts')).loadHuman(),
};
