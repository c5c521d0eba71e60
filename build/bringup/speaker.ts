import { spawn } from 'node:child_process';
import { failed, type Part } from './part.ts';

const rate = 8000;
const seconds = 1;
const pitches = [523, 659, 784];

/** The speaker: three notes by ALSA, and whoever stands there says whether they were heard. */
export const speakerPart: Part = {
  name: 'speaker',
  title: 'speaker',
  try: async ({ say, ask }) => {
    say('listen: three notes');
    const code = await play(notes());
    if (code === 'missing') return { outcome: 'absent', found: 'aplay (package alsa-utils) is not installed' };
    if (code !== 0) return failed(`aplay ended with ${code}: no sound device?`);
    const heard = await ask('were three notes heard?');
    return {
      outcome: heard ? 'pass' : 'FAIL',
      found: heard ? 'heard' : 'played, but nobody said that they were heard',
    };
  },
};

/** 16-bit samples, one channel. */
function notes(): Buffer {
  const each = rate * seconds;
  const samples = new Int16Array(pitches.length * each);
  for (const [at, pitch] of pitches.entries())
    for (let n = 0; n < each; n += 1)
      samples[at * each + n] = 8000 * Math.sin((2 * Math.PI * pitch * n) / rate) * (1 - n / each);
  return Buffer.from(samples.buffer);
}

function play(samples: Buffer): Promise<number | null | 'missing'> {
  return new Promise((resolve) => {
    const child = spawn('aplay', ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', String(rate), '-c', '1'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.once('error', () => resolve('missing'));
    child.once('close', resolve);
    child.stdin?.on('error', () => undefined); // it ended before
    child.stdin?.end(samples);
  });
}
