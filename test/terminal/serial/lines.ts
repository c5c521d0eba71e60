import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopped } from '../../../build/visit/stopped.ts';
import { projectHome } from '../../../firmware/device/home.ts';
import { systemClock } from '../../../firmware/device/system-clock.ts';
import type { CodedError } from '../../../firmware/records/coded-error.ts';
import { deframer } from '../../../firmware/terminal/serial/deframer.ts';
import { type Frame, type FrameKind, writeFrame } from '../../../firmware/terminal/serial/frame.ts';
import type { LineTrust } from '../../../firmware/terminal/serial/line-trust.ts';
import { startSerialLink } from '../../../firmware/terminal/serial/serial-link.ts';

const scripts = join(projectHome(), 'test/terminal/serial');

/** A folder for the name of a line, gone afterwards. */
export async function withLine(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-line-'));
  try {
    await use(join(folder, 'line'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The two ends of a cable, gone afterwards. */
export function withCable(use: (near: string, far: string) => Promise<void>): Promise<void> {
  return withLine(async (path) => {
    const [near, far] = [`${path}-near`, `${path}-far`];
    const cable = spawn('python3', [join(scripts, 'null-modem.py'), near, far]);
    await once(cable.stderr, 'data');
    try {
      await use(near, far);
    } finally {
      await stopped(cable, 'SIGKILL');
    }
  });
}

/** The reader's end on a real pty, with everything that its line said: a fault's code, or `heard`. */
export async function startReaderEnd(path: string, trust?: LineTrust) {
  const said = queue<string>();
  const onLine = (trouble: CodedError | undefined) => said.put(trouble?.code ?? 'heard');
  const parts = { reader: 'kazasu', clock: systemClock, newId: randomUUID, onLine, ...(trust ? { trust } : {}) };
  const link = await startSerialLink({ path, baudRate: 115200 }, parts);
  return { link, said };
}

/** What comes, one after the other. */
export interface Queue<T> {
  put(one: T): void;
  /** The next that fits; what does not is dropped. */
  next(fits?: (one: T) => boolean): Promise<T>;
  /** What has come and was not taken. */
  left(): readonly T[];
}

export function queue<T>(): Queue<T> {
  const waiting: T[] = [];
  let told = () => {};
  return {
    put(one) {
      waiting.push(one);
      told();
    },
    async next(fits = () => true) {
      for (;;) {
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) if (fits(one)) return one;
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
    left: () => waiting,
  };
}

/** The far end of a pty, to write any bytes to the reader and to see its frames. */
export async function startFarEnd(path: string) {
  const child = spawn('python3', [join(scripts, 'pty-line.py'), path]);
  await once(child.stderr, 'data');
  const frames = queue<Frame>();
  const found = deframer();
  child.stdout.on('data', (chunk: Buffer) => {
    for (const frame of found.push(chunk)) if (frame !== 'too-long') frames.put(frame);
  });
  child.stdin.on('error', () => {}); // cut
  const run = randomInt(2 ** 32);
  let number = 0;
  let beating: NodeJS.Timeout | undefined;
  const send = (bytes: Uint8Array) => void child.stdin.write(bytes);
  const far = {
    run,
    frames,
    send,
    /** Speaks its heartbeat, until the answer is called. */
    live() {
      const beat = () => send(writeFrame('heartbeat', run, 0));
      beat();
      beating = setInterval(beat, 500);
      return () => clearInterval(beating);
    },
    /** The frame of a new message. */
    message: (payload: object) => {
      number += 1;
      return writeFrame('message', run, number, Buffer.from(JSON.stringify(payload)));
    },
    next: (kind: FrameKind) => frames.next((frame) => frame.kind === kind),
    /** Takes the next message and says so; `read` is the message. */
    async take() {
      const frame = await far.next('message');
      send(writeFrame('receipt', frame.run, frame.number));
      return { ...frame, read: JSON.parse(frame.payload.toString()) };
    },
    /** The system's part of the line stays, but nothing moves. */
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async cut() {
      clearInterval(beating);
      await stopped(child, 'SIGKILL');
    },
  };
  return far;
}

/** The terminal that is not written in TypeScript; `heard` are its messages. */
export async function startPythonTerminal(path: string) {
  const child = spawn('python3', [join(scripts, 'terminal.py'), path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const heard = queue<Record<string, unknown>>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    const whole = (rest + data).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) heard.put(JSON.parse(line));
  });
  return {
    heard,
    send: (message: object) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    stop: () => stopped(child, 'SIGKILL'),
  };
}
