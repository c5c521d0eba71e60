import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { incoming } from '../../firmware/terminal/messages.ts';
import { damagedBytes } from '../hostile/damaged-bytes.ts';
import { mutateBy, oneOf } from '../hostile/mutation.ts';
import { requestMessage } from '../terminal/asking.ts';
import { openWire, type Wire } from '../terminal/wire.ts';
import { Counter } from '../visit/counter.ts';
import { type MemoryTrend, trendOf } from '../visit/memory-trend.ts';
import { residentMiB } from '../visit/process-family.ts';

const reader = 'kazasu';
/** Requests on their way at a time: fewer than the reader answers at once. */
const atATime = 24;
/** A reader that has not answered for so long does not answer any more, in ms. */
const answerMs = 30_000;
/** Those that a mutation may leave whole must change nothing. */
const names = Object.keys(incoming).filter((name) => name !== 'restart');
const data = {
  session: 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10',
  result: 'valid',
  mode: 'normal',
  challenge: 'A'.repeat(24),
  registered: true,
  messages: ['a'],
};

/** What a reader did with messages that no good terminal sends. */
export interface HostileReport {
  readonly messages: number;
  readonly answered: number;
  /** Answers by code; `accepted` for requests that a mutation left whole. */
  readonly answers: Readonly<Record<string, number>>;
  /** Whether the state is still as it was, and a right request answered. */
  readonly same: boolean;
  readonly memory: MemoryTrend;
}

/** Sends so many mutated requests to a whole reader over MQTT, and looks at its answers, its state and its memory. */
export async function sendHostileMessages(
  messages: number,
  seed: number,
  tell: (line: string) => void,
): Promise<HostileReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-proof-'));
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const terminal = { mqtt: { listen: { port: 0 }, plain: true } };
  const counter = await Counter.open({ folder, name: reader, emulation, terminal, everyMs: 0 });
  try {
    await counter.start();
    const wire = await openWire(counter.mqtt, reader);
    const report = await attack(wire, { messages, seed, pid: counter.pid, tell });
    await wire.close();
    return report;
  } finally {
    await counter.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Attack {
  readonly messages: number;
  readonly seed: number;
  readonly pid: number;
  readonly tell: (line: string) => void;
}

async function attack(wire: Wire, { messages, seed, pid, tell }: Attack): Promise<HostileReport> {
  const answers: Record<string, number> = {};
  const states = new Set<string>();
  const memory: number[] = [];
  let answered = 0;
  wire.onMessage(({ payload }) => {
    const { type, data: said } = JSON.parse(payload.toString());
    if (type === 'kazasu.v1.state') states.add(JSON.stringify(said));
    if (type !== 'kazasu.v1.reply') return;
    answered += 1;
    const code = said.code ?? 'accepted';
    answers[code] = (answers[code] ?? 0) + 1;
  });
  const until = async (count: number): Promise<void> => {
    for (let waited = 0; answered < count && waited < answerMs; waited += 2) await delay(2);
  };
  const random = seededRandom(seed);
  const kinds = Object.keys(damagedBytes);
  for (let sent = 0; sent < messages; sent += 1) {
    const name = oneOf(random, names);
    const [one, other] = [messageOf(name), messageOf(oneOf(random, names))];
    const mutated = await mutateBy(damagedBytes, oneOf(random, kinds), random, one, other);
    void wire.send(`kazasu/1/${reader}/request/${name}`, mutated).catch(() => {});
    await until(sent + 1 - atATime);
    if (sent % Math.ceil(messages / 300) === 0) memory.push(residentMiB([pid]));
    if ((sent + 1) % 10_000 === 0) tell(`${sent + 1} of ${messages}: ${memory.at(-1)?.toFixed(0)} MiB`);
  }
  await until(messages);
  const before = answers.accepted ?? 0;
  await wire.send(`kazasu/1/${reader}/request/reader-information`, messageOf('reader-information'));
  await until(messages + 1);
  const answersStill = (answers.accepted ?? 0) > before;
  return {
    messages,
    answered: Math.min(answered, messages),
    answers,
    same: states.size === 1 && answersStill,
    memory: trendOf(memory),
  };
}

const messageOf = (name: string): Buffer =>
  Buffer.from(
    JSON.stringify({ ...requestMessage('hostile', name, data), replyto: `kazasu/1/${reader}/reply/${randomUUID()}` }),
  );
