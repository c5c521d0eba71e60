// time limit: 240 s
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openAsking } from '../../build/terminal/asking.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { delivery } from '../../firmware/terminal/deliver.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { openOutbox } from '../../firmware/terminal/outbox.ts';
import { startLink, verdict } from './terminals.ts';

/** This file, run once more as the reader: says its address, then the visit of each verdict that is on the disk. */
async function read(folder: string): Promise<void> {
  const link = await startLink();
  const outbox = await openOutbox(folder, systemFiles, systemClock);
  const telling = {
    ...outbox,
    put: async (kept: Parameters<typeof outbox.put>[0]) => {
      await outbox.put(kept);
      console.log(Reflect.get(kept.event.data, 'session'));
    },
  };
  const ways = [{ link, receipts: false }];
  const parts = { ways, outbox: telling, clock: systemClock, newId: randomUUID, onTrouble: console.error };
  const delivering = delivery(parts);
  link.onRequest(async (request) => {
    if (request.name === 'acknowledge') await delivering.acknowledge(request.data.messages);
    return accepted;
  });
  console.log(link.url);
  for (;;) {
    if (process.env.KAZASU_TEST_VERDICTS !== 'none' && verdict.name === 'verdict')
      delivering.publish({ name: 'verdict', data: { ...verdict.data, session: randomUUID() } });
    await delay(5);
  }
}

const folderToRead = process.env.KAZASU_TEST_READS;
if (folderToRead !== undefined) await read(folderToRead);
else tests();

function tests(): void {
  const test = suite<{ folder: string }>('a reader that dies');
  const self = process.argv[2] ?? '';
  test.before(async (place) => {
    place.folder = await mkdtemp(join(tmpdir(), 'kazasu-killed-'));
  });
  test.after(({ folder }) => rm(folder, { recursive: true }));

  /** A reader until it is killed, with a terminal that acknowledges what it hears; `told` are its words. */
  async function life(folder: string, heard: Map<string, string>, told: Set<string>, verdicts = 'some') {
    const child = spawn(process.execPath, [self], {
      env: { ...process.env, KAZASU_TEST_READS: folder, KAZASU_TEST_VERDICTS: verdicts },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const words = lines[Symbol.asyncIterator]();
    const url = String((await words.next()).value);
    lines.on('line', (line) => told.add(line));
    const terminal = await openAsking({ url, reader: 'kazasu', terminal: 'counter-1' });
    terminal.onHeard(({ message }) => {
      if (!message.type.endsWith('.verdict')) return;
      const session = Reflect.get(Object(message.data), 'session');
      assert.is(heard.get(message.id) ?? session, session, 'one id, one verdict');
      heard.set(message.id, session);
      terminal.ask('acknowledge', { messages: [message.id] }).catch(() => {}); // it may die meanwhile
    });
    return {
      async kill() {
        const exit = once(child, 'close');
        child.kill('SIGKILL');
        await exit;
        await terminal.close();
      },
    };
  }

  test('SIGKILL at any moment: every verdict that was on the disk reaches the terminal, once by its id, and then leaves the disk', async ({
    folder,
  }) => {
    const heard = new Map<string, string>();
    const told = new Set<string>();
    for (let run = 0; run < 50; run += 1) {
      const reader = await life(folder, heard, told);
      await delay(Math.random() * 200);
      await reader.kill();
    }
    const last = await life(folder, heard, told, 'none');
    const missing = () => [...told].filter((session) => ![...heard.values()].includes(session));
    const boxes = async () => (await readdir(folder)).filter((name) => name.endsWith('.box'));
    while (missing().length > 0 || (await boxes()).length > 0) await delay(50);
    await last.kill();
    assert.ok(told.size > 50, `${told.size} verdicts`);
    assert.is(new Set(heard.values()).size, heard.size);
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'latin1');
      assert.not(text.includes('session'), name);
    }
  });

  test.run();
}
