import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepareEmulation } from '../../drivers/desk/emulation.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { openPanel } from '../visit/panel-client.ts';
import { ownSettings, type StartedReader, startDesk, startReaderProcess } from '../visit/processes.ts';
import { visit } from '../visit/visit.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { type Spread, spreadOf } from './percentile.ts';
import { tellShare } from './tell-share.ts';

const readyLimitMs = 5000;
const againLimitMs = 10_000;
/** RestartSec of the unit file: systemd waits so long before it starts the reader again. */
const restartMs = 1000;

export const benchStart: Command = {
  summary: 'how soon the reader is ready after a start, and again after its core was killed',
  help: `kazasu bench start [--starts N] [--json]

Starts the reader N times (default 20) on emulated devices, and each time kills its core by SIGKILL, waits ${restartMs} ms as systemd does, and starts it
again. Tells p50 and p95 from the start until a card may be laid, and from the kill until the panel says so again; the last reader then checks a person.

Exit 0 only when p95 of the start is at most ${readyLimitMs} ms, of the way back at most ${againLimitMs} ms, and the person is verified.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { starts: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
    });
    const report = await measure(count('starts', values.starts), tellShare('start'));
    const line = (what: string, { p50, p95 }: Spread, limit: number) =>
      console.log(`${what.padEnd(34)} p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (at most ${limit})`);
    line('start until a card may be laid', report.readyMs, readyLimitMs);
    line('SIGKILL until the panel asks for it', report.againMs, againLimitMs);
    console.log(report.verified ? 'the last one verified a person' : 'the last one did not verify a person');
    if (values.json) console.log(JSON.stringify(report));
    return report.holds ? 0 : 1;
  },
};

interface Report {
  readonly starts: number;
  readonly readyMs: Spread;
  readonly againMs: Spread;
  readonly verified: boolean;
  readonly holds: boolean;
}

async function measure(starts: number, tell: (done: number, of: number) => void): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-start-'));
  const emulation = await prepareEmulation(join(folder, 'emulated'));
  const desk = await startDesk({ socket: join(folder, 'desk.sock') });
  const config = join(projectHome(), 'device.config.json');
  const start = () => startReaderProcess(config, ownSettings(folder, emulation));
  const [ready, again]: [number[], number[]] = [[], []];
  let verified = false;
  try {
    for (let n = 1; n <= starts; n++) {
      const began = performance.now();
      const first = await start();
      ready.push(performance.now() - began);
      const gone = once(first.process, 'exit');
      const killed = performance.now();
      first.process.kill('SIGKILL');
      await gone;
      await delay(restartMs);
      const second = await start();
      await untilAsked(second);
      again.push(performance.now() - killed);
      if (n === starts) {
        const place = { ...second.ready, reader: 'kazasu', desk: desk.hand };
        const { card, person } = emulation;
        const done = await visit(place, { card, person, tries: [{ method: 'face' }], eligibility: 'valid' });
        verified = done.verdict === 'verified';
      }
      await second.stop();
      tell(n, starts);
    }
  } finally {
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const [readyMs, againMs] = [spreadOf(ready), spreadOf(again)];
  const holds = starts > 0 && verified && readyMs.p95 <= readyLimitMs && againMs.p95 <= againLimitMs;
  return { starts, readyMs, againMs, verified, holds };
}

/** Done when the panel shows that a card may be laid. */
async function untilAsked({ ready }: StartedReader): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const panel = openPanel(ready.panel, ({ screen }) => {
      if (screen === 'idle') void panel.then(({ close }) => close()).then(resolve);
    });
    panel.catch(reject);
  });
}
