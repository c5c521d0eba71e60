import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { answerTimes } from '../bench-protocol/answers.ts';
import { serialOverhead } from '../bench-protocol/serial.ts';
import { openServedCounter, type ServedCounter } from '../bench-protocol/served-counter.ts';
import { type CounterLoad, visitLoad } from '../bench-protocol/visits.ts';
import { isFlat } from '../visit/memory-trend.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';
import { percentile } from './percentile.ts';

const limits = { p50: 2, p99: 15, overhead: 0.1, visitsPerMinute: 50 };
const readers = ['counter-1', 'counter-2', 'counter-3'];
/** A little more than is demanded, so that a visit that comes late is made up for. */
const everyMs = 60_000 / (limits.visitsPerMinute * 1.04);

interface Report {
  readonly answers: { readonly requests: number; readonly p50Ms: number; readonly p99Ms: number };
  /** How much longer messages take over the line than their bytes, as a share. */
  readonly serialOverhead: number;
  readonly minutes: number;
  readonly load: readonly CounterLoad[];
}

export const benchProtocol: Command = {
  summary: 'answers by TLS, a serial line, and three readers under load (npm run bench:protocol)',
  help: `kazasu bench protocol [--requests N] [--messages N] [--minutes M] [--json]

On real readers in processes of their own, with emulated cards and TLS 1.3 on loopback:
  answers   asks one of them N times (default 2000), one request after the other; tells p50 and p99 from request to answer
  serial    sends messages as large as a verdict (default 40) over a modelled line of 115,200 baud, and tells how much longer they take than their bytes
  load      patients come to three readers at once, ${limits.visitsPerMinute} a minute to each, for M minutes (default 10), each reader served by a terminal.
            They prove who they are by PIN at readers for home visits, which have no face check: this is a bench of the protocol.
            Tells the visits and the least memory of each reader's main process in the second and the last third of the time

Exit 0 only when p50 is at most ${limits.p50} ms, p99 at most ${limits.p99} ms, the line takes at most ${100 * limits.overhead} % longer, each reader has had
${limits.visitsPerMinute} visits a minute, all of them verified, and its memory has stayed flat (at most 5 % or 4 MiB more).`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        requests: { type: 'string', default: '2000' },
        messages: { type: 'string', default: '40' },
        minutes: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
      },
    });
    const minutes = Number(values.minutes);
    if (!(minutes > 0)) throw new WrongUse(`--minutes ${values.minutes}: a number above 0`);
    const report = await measure(count('requests', values.requests), count('messages', values.messages), minutes);
    const holds = holdsOf(report);
    console.log(holds ? 'all limits hold' : 'a limit does not hold');
    if (values.json) console.log(JSON.stringify({ ...report, holds }));
    return holds ? 0 : 1;
  },
};

async function measure(requests: number, messages: number, minutes: number): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-bench-'));
  const open: ServedCounter[] = [];
  try {
    const emulation = await prepareEmulation(join(projectHome(), 'var/emulated'));
    for (const name of readers) open.push(await openServedCounter(join(folder, name), name, emulation, everyMs));
    const answers = await measureAnswers(open, requests);
    const overhead = await serialOverhead(messages);
    console.log(`serial line: ${(100 * overhead).toFixed(1)} % longer than its bytes`);
    const load = await visitLoad(open, minutes, console.error);
    for (const { reader, visits, failed, perMinute, memory } of load)
      console.log(
        `${reader}: ${visits} visits, ${perMinute.toFixed(1)} a minute, ${failed} not verified; memory ${memory.before.toFixed(0)} → ${memory.after.toFixed(0)} MiB`,
      );
    return { answers, serialOverhead: overhead, minutes, load };
  } finally {
    await Promise.all(open.map(({ counter }) => counter.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAnswers([first]: readonly ServedCounter[], requests: number): Promise<Report['answers']> {
  const times = first ? await answerTimes(first, requests) : [];
  const [p50Ms, p99Ms] = [percentile(times, 0.5), percentile(times, 0.99)];
  console.log(`${requests} requests by TLS: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`);
  return { requests, p50Ms, p99Ms };
}

const holdsOf = ({ answers, serialOverhead: overhead, load }: Report): boolean =>
  answers.p50Ms <= limits.p50 &&
  answers.p99Ms <= limits.p99 &&
  overhead <= limits.overhead &&
  load.every((one) => one.perMinute >= limits.visitsPerMinute && one.failed === 0 && isFlat(one.memory));
