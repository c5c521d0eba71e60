import { execFile } from 'node:child_process';
import { voiceFault } from './faults.ts';
import type { Speakable } from './speakable.ts';
import { samplesOf, wavOf } from './wav.ts';

/** Words a minute: calmer than eSpeak NG's usual 175. */
export const usualPace = 150;
/** For やさしい日本語. */
export const slowPace = 125;

const longestMs = 10_000;
const mostBytes = 8 * 2 ** 20;

/**
 * Has eSpeak NG speak, offline: one WAV file, 16 bits, one channel.
 * @throws SPEECH_TOOL_MISSING, SPEECH_TOOL_FAILED
 */
export async function speakWithEspeak(pieces: readonly Speakable[], pace: number): Promise<Buffer> {
  const spoken: Buffer[] = [];
  for (const piece of pieces) spoken.push(await speak(piece, pace));
  return wavOf(spoken.map(samplesOf));
}

function speak({ voice, text }: Speakable, pace: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = {
      encoding: 'buffer',
      timeout: longestMs,
      maxBuffer: mostBytes,
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    } as const;
    const args = ['-v', voice, '-s', String(pace), '--stdin', '--stdout'];
    const child = execFile('espeak-ng', args, options, (cause, sound) => {
      if (!cause && sound.length > 44) return resolve(sound);
      const missing = cause !== null && Reflect.get(cause, 'code') === 'ENOENT';
      reject(voiceFault(missing ? 'SPEECH_TOOL_MISSING' : 'SPEECH_TOOL_FAILED', voice, { cause }));
    });
    child.stdin?.on('error', () => undefined); // it is told by the child's own end
    child.stdin?.end(text);
  });
}
