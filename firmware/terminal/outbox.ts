import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, replaceFile } from '../../crypto/durable-files.ts';
import { openStorageKey } from '../../crypto/storage-key.ts';
import type { Clock } from '../device/clock.ts';
import type { Stamp } from './link.ts';
import type { TerminalEvent } from './messages.ts';

/** So long a consent holds (R23); what nobody has taken by then serves nobody. */
const keptMs = 24 * 3_600_000;
const mostKept = 4096;
const boxName = /^([0-9]{12})\.box$/;

/** An event with the stamp that it keeps however often it is told. */
export interface KeptEvent {
  readonly stamp: Stamp;
  readonly event: TerminalEvent;
}

interface Box extends KeptEvent {
  readonly file: string;
  /** Since when it waits, in monotonic ms: whoever sets the wall clock makes nothing old. */
  readonly since: number;
}

/** Events that must reach a terminal, on the disk until one has acknowledged them or a day is over. */
export interface Outbox {
  /** Keeps an event; done when a power cut cannot lose it. Throws the system's error. */
  put(kept: KeptEvent): Promise<void>;
  /** A terminal has it. Unknown ids are ignored: it may acknowledge twice. */
  drop(id: string): Promise<void>;
  /** What waits, oldest first. */
  waiting(): readonly KeptEvent[];
}

/**
 * Opens the outbox of a folder, with what an earlier run left. Each event is a file, encrypted with a key of the device (`key`, mode 0600), written to
 * the disk before it counts. A file that was cut or does not open is removed: it never counted.
 */
export async function openOutbox(folder: string, files: Files, clock: Clock): Promise<Outbox> {
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await openStorageKey(join(folder, 'key'), files);
  const waitsSince = (stamp: Stamp): number => clock.monotonic() - Math.max(0, clock.wall() - stamp.time);
  let boxes: Box[] = [];
  let number = 0;
  for (const name of (await readdir(folder)).sort()) {
    const [, digits] = boxName.exec(name) ?? [];
    const file = join(folder, name);
    if (digits === undefined) {
      if (name !== 'key') await files.rm(file, { force: true, recursive: true }); // half written
      continue;
    }
    number = Number(digits);
    const opened = key.open(Buffer.from(await files.readFile(file, 'utf8'), 'base64'));
    const kept = opened && (JSON.parse(opened.toString()) as KeptEvent);
    if (kept) boxes.push({ ...kept, file, since: waitsSince(kept.stamp) });
    else await remove(file);
  }

  async function remove(file: string): Promise<void> {
    await files.rm(file, { force: true });
  }

  async function dropWhere(goes: (box: Box, at: number) => boolean): Promise<void> {
    const gone = boxes.filter(goes);
    boxes = boxes.filter((box) => !gone.includes(box));
    for (const { file } of gone) await remove(file);
  }
  const isOld = ({ since }: Box): boolean => clock.monotonic() - since > keptMs;
  await dropWhere(isOld);

  return {
    async put({ stamp, event }) {
      number += 1;
      const file = join(folder, `${String(number).padStart(12, '0')}.box`);
      const sealed = key.seal(Buffer.from(JSON.stringify({ stamp, event })));
      await replaceFile(files, file, sealed.toString('base64'));
      boxes.push({ stamp, event, file, since: clock.monotonic() });
      await dropWhere((box, at) => isOld(box) || at < boxes.length - mostKept);
    },
    drop: (id) => dropWhere(({ stamp }) => stamp.id === id),
    waiting: () => boxes.filter((box) => !isOld(box)).map(({ stamp, event }) => ({ stamp, event })),
  };
}
