import { type FaultTable, faultsOf } from '../records/coded-error.ts';

export const voiceFaults = {
  SPEECH_TOOL_MISSING: {
    at: 'vendor',
    what: 'eSpeak NG, by which the panel speaks, is not installed',
    next: 'install the system package espeak-ng, or a voice pack that holds every phrase',
  },
  SPEECH_TOOL_FAILED: {
    at: 'device',
    what: 'eSpeak NG made no sound out of a phrase',
    next: 'install the system package espeak-ng anew',
  },
  VOICE_PACK_UNREADABLE: {
    at: 'vendor',
    what: "the voice pack's manifest.json is missing or not as it must be",
    next: 'look over the pack with: kazasu voice check FOLDER',
  },
  VOICE_PACK_FLAWED: {
    at: 'vendor',
    what: 'recordings of the voice pack cannot be used; the synthetic voice speaks in their place',
    next: 'look over the pack with: kazasu voice check FOLDER',
  },
} as const satisfies FaultTable;

/** Throws in this room. */
export const voiceFault = faultsOf(voiceFaults);
