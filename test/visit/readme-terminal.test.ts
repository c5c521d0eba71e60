// time limit: 180 s
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectHome } from '../../firmware/device/home.ts';
import { startRunningReader } from '../support/running-reader.ts';
import { stopped } from '../terminal/terminals.ts';

const test = suite('[R30] the terminal in Python that the README shows');

test('serves a whole visit', async () => {
  const [, code = ''] = /```python\n([\s\S]*?)```/.exec(readFileSync(join(projectHome(), 'README.md'), 'utf8')) ?? [];
  const reader = await startRunningReader();
  const file = join(reader.folder, 'terminal.py');
  writeFileSync(file, code);
  const python = spawn('/usr/bin/python3', [file, new URL(reader.place.mqtt).port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: python.stdout }).on('line', (line) => lines.push(line));
  while (!lines.some((line) => line.startsWith('state'))) await delay(50);

  const { verdict, reason } = await reader.visit({ tries: [{ method: 'pin', pin: '1234' }], terminal: false });
  assert.equal([verdict, reason], ['verified', 'VERIFIED']);
  while (!lines.some((line) => line.startsWith('session-ended'))) await delay(50);
  const replies = lines.filter((line) => line.startsWith('reply'));
  assert.equal(replies, Array(4).fill('reply {"accepted": true}'), 'challenge, eligibility, two acknowledgements');
  await stopped(python);
  await reader.stop();
});

test.run();
