// time limit: 900 s
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanel, type PanelClient } from '../../build/visit/panel-client.ts';
import { familyOf } from '../../build/visit/process-family.ts';
import type { StartedReader } from '../../build/visit/processes.ts';
import { type VisitPlace, visit } from '../../build/visit/visit.ts';
import type { CardChannel, CardReader } from '../../drivers/card/contract.ts';
import type { Behaviours } from '../../drivers/card/emulated/behaviours.ts';
import { createCardReader } from '../../drivers/card/index.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { logFiles, verifyOperationLog } from '../../firmware/records/operation-log.ts';
import { portsOf, stillListening } from '../support/listening-ports.ts';
import { startPcscd } from '../support/pcscd.ts';
import { type ReaderWish, type RunningReader, startRunningReader } from '../support/running-reader.ts';
import { watchFamily } from '../support/watched-family.ts';

const vpcd = 0x8c7b;
const pcscReader = 'Virtual PCD 00 00';

/** How the reader reaches its devices. */
interface World {
  readonly words: string;
  /** It needs the machine's pcscd. */
  readonly pcscd: boolean;
  readonly wish: ReaderWish;
  /** Another program that wants the card. */
  other(reader: RunningReader): Promise<CardReader>;
  /** What the reader starts to see the person with. */
  readonly camera: string | undefined;
}

const worlds: readonly World[] = [
  {
    words: 'on pcscd, its cameras behind ffmpeg',
    pcscd: true,
    wish: {
      vpcd,
      cameras: true,
      settings: ({ ready }) => ({
        drivers: {
          card: { driver: 'pcsc', reader: pcscReader },
          faceCamera: { driver: 'ffmpeg', input: ready.face ?? '', size: '640x480' },
          cardCamera: { driver: 'ffmpeg', input: ready.card ?? '', size: '1280x800', fps: 10 },
        },
        timeouts: { farewell: 1 },
      }),
    },
    other: () => createCardReader({ driver: 'pcsc', reader: pcscReader }, '', systemClock),
    camera: 'ffmpeg',
  },
  {
    words: 'on emulated drivers',
    pcscd: false,
    wish: {},
    other: ({ folder }) => createCardReader({ driver: 'emulated' }, join(folder, 'desk.sock'), systemClock),
    camera: undefined,
  },
];

/** A point in a visit: how the card is laid, what the patient does, and what the panel shows once it is reached. */
interface Moment {
  readonly behaviours?: Behaviours;
  act?(view: PanelView, panel: PanelClient): unknown;
  reached(view: PanelView): boolean;
  /** To be in the middle of what then begins, ms. */
  readonly thenMs: number;
}

const told = (view: PanelView, stage: string) => view.stages.some(({ name }) => name === stage);
const choose = (method: 'face' | 'pin') => (view: PanelView, panel: PanelClient) =>
  view.screen === 'choosing' && panel.wish('/choose', { method });

const pinAsked: Moment = {
  act: choose('pin'),
  reached: (view) => view.screen === 'pin' && view.channel !== undefined,
  thenMs: 100,
};

const moments: Record<string, Moment> = {
  'the photo is read over a slow link': {
    behaviours: { linkKbps: 16 },
    reached: (view) => view.screen === 'choosing' && told(view, 'code'),
    thenMs: 1500,
  },
  'a face is awaited': {
    act: choose('face'),
    reached: (view) => view.screen === 'face' && told(view, 'reference'),
    thenMs: 1500,
  },
  'the PIN is asked': pinAsked,
  "the card holds a verified PIN and waits for the terminal's challenge": {
    act: (view, panel) =>
      view.screen === 'pin' && view.channel ? panel.sendPin(view.channel, '1234') : choose('pin')(view, panel),
    reached: (view) => view.screen === 'signing',
    thenMs: 100,
  },
};

/** Lays the card with nobody before the camera and goes on until the moment is reached. */
async function reach(
  { behaviours = {}, act, reached, thenMs }: Moment,
  { place, card }: { place: VisitPlace; card: string },
) {
  await place.desk.ask({ wish: 'stand' });
  let panel: PanelClient | undefined;
  const done = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    const onView = (view: PanelView) => {
      if (reached(view)) resolve();
      else if (view.outcome) reject(new Error(`the visit ended before: ${view.outcome.reason}`));
      else if (panel && !done.has(view.screen)) {
        if (act?.(view, panel)) done.add(view.screen);
      }
    };
    openPanel(place.panel, onView)
      .then((opened) => {
        panel = opened;
        return place.desk.ask({ wish: 'lay', file: card, behaviours });
      })
      .catch(reject);
  }).finally(() => panel?.close());
  await delay(thenMs);
}

/** Waits for the panel to show what pleases. */
async function view(panelUrl: string, pleases: (view: PanelView) => boolean): Promise<void> {
  let panel: PanelClient | undefined;
  await new Promise<void>((resolve, reject) => {
    openPanel(panelUrl, (now) => pleases(now) && resolve()).then((opened) => {
      panel = opened;
    }, reject);
  }).finally(() => panel?.close());
}

/** Opens the card as soon as nobody holds it; five seconds at most. */
async function openSoon(reader: CardReader): Promise<CardChannel> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await reader.open();
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'CARD_BUSY' || tries === 50) throw error;
      await delay(100);
    }
  }
}

/** Another program gets the card, which refuses to sign: no PIN is verified any more, and none of its tries is lost. */
async function assertCardIsFree(reader: CardReader): Promise<void> {
  const channel = await openSoon(reader);
  try {
    const card = new MyNumberCard(channel);
    const refusal = await card.signDigest(Buffer.alloc(32)).then(
      () => 'signed',
      (error: CodedError) => error.code,
    );
    assert.is(refusal, 'CARD_SECURITY_NOT_SATISFIED');
    assert.is(await card.pinTries(), 3);
  } finally {
    await channel.close();
  }
}

/** What tests put into the folder for temporary files, other runs at the same time among them. */
const ofTests = /^kazasu-(test|settings|face|pack|card-face|tamper|killed|records|models)-/;

/** Names in the folders for temporary files that the reader or its cameras may have put there. */
const temporaryFiles = () =>
  [tmpdir(), '/dev/shm', '/run'].flatMap((folder) =>
    readdirSync(folder).filter((name) => /kazasu|ffmpeg|onnx/i.test(name) && !ofTests.test(name)),
  );

for (const world of worlds) {
  const test = suite(`the reader ${world.words}, ended in mid-check`);
  let bench: RunningReader;
  let now: StartedReader;
  let endPcscd = async () => {};
  const place = () => ({ ...bench.place, ...now.ready });
  const card = () => bench.emulation.card;
  const readerPid = () => now.process.pid ?? 0;
  const checkPid = () => familyOf(readerPid())[1];

  /** The warm spare is ready: panel, terminal and its patient channel listen. */
  const warm = async () => {
    for (let tries = 0; portsOf(familyOf(readerPid())).length < 3; tries += 1) {
      assert.ok(tries < 600, 'the warm spare is ready within half a minute');
      await delay(50);
    }
  };

  test.before(async () => {
    if (world.pcscd) endPcscd = (await startPcscd(vpcd)).stop;
    bench = await startRunningReader(world.wish);
    now = bench.reader;
  });
  test.after(async () => {
    await now.stop();
    await bench.stop();
    await endPcscd();
  });

  const goesThroughACheck = async () => {
    const plan = {
      card: card(),
      person: bench.emulation.person,
      tries: [{ method: 'face' }],
      eligibility: 'valid',
    } as const;
    const { verdict, reason, erased } = await visit(place(), plan);
    assert.equal({ verdict, reason, erased }, { verdict: 'verified', reason: 'VERIFIED', erased: true });
  };

  const logHolds = async () => {
    const verdict = await verifyOperationLog(await logFiles(join(bench.folder, 'records'), 'operation'));
    assert.ok(verdict.ok, JSON.stringify(verdict));
  };

  /** Ends the reader by a signal; nothing of it may stay. */
  const endReader = async (signal: 'SIGTERM' | 'SIGKILL', expect: { ports: number; camera?: string | undefined }) => {
    const family = watchFamily(readerPid());
    const ports = portsOf(familyOf(readerPid()));
    assert.ok(family.programs().length > 1, 'there was a check process');
    if (expect.camera) assert.ok(family.programs().includes(expect.camera), `${expect.camera} ran`);
    assert.is(ports.length, expect.ports, 'panel, terminal and, once the check process is ready, its patient channel');
    const gone = new Promise((resolve) => now.process.once('exit', (code, by) => resolve(code ?? by)));
    now.process.kill(signal);
    assert.is(await gone, signal === 'SIGTERM' ? 0 : 'SIGKILL');
    assert.equal(await family.leftAfter(5000), [], 'no child is left');
    assert.equal(stillListening(ports), [], 'no port is left');
  };

  for (const [words, moment] of Object.entries(moments)) {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      test(`${signal} while ${words}: nothing is left, the card is free, the next start works`, async () => {
        const before = temporaryFiles();
        await warm();
        await reach(moment, { place: place(), card: card() });
        await endReader(signal, { ports: 3, camera: words === 'a face is awaited' ? world.camera : undefined });
        await assertCardIsFree(await world.other(bench));
        assert.equal(
          temporaryFiles().filter((name) => !before.includes(name)),
          [],
          'no temporary file is left',
        );
        await logHolds();
        await bench.desk.hand.ask({ wish: 'take' });
        now = await bench.startAgain();
        await goesThroughACheck();
        await logHolds();
      });
    }
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`[R06] ${signal} while a card hangs in mid-command: nothing is left, the next start works`, async () => {
      await warm();
      await place().desk.ask({ wish: 'lay', file: card(), behaviours: { frameDelayMs: 60_000 } });
      await view(place().panel, ({ screen }) => screen === 'reading');
      await delay(1000);
      await endReader(signal, { ports: 3 });
      await bench.desk.hand.ask({ wish: 'take' });
      now = await bench.startAgain();
      await goesThroughACheck();
    });
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`${signal} while the next check process still loads its models: it goes too`, async () => {
      await reach(pinAsked, { place: place(), card: card() });
      const check = checkPid();
      await bench.desk.hand.ask({ wish: 'take' });
      while ((checkPid() ?? check) === check) await delay(10); // the next one is born once this one is gone
      await endReader(signal, { ports: 2 });
      now = await bench.startAgain();
      await goesThroughACheck();
    });

    test(`${signal} while nobody is there: the warm spare goes too`, async () => {
      await warm();
      await endReader(signal, { ports: 3 });
      now = await bench.startAgain();
      await goesThroughACheck();
    });
  }

  for (const [words, moment] of Object.entries(moments)) {
    test(`the check process alone killed while ${words}: CHECK_DIED, the card is free, the next visit works`, async () => {
      await warm();
      await reach(moment, { place: place(), card: card() });
      const check = checkPid() ?? 0;
      const family = watchFamily(check);
      process.kill(check, 'SIGKILL');
      await view(place().panel, ({ outcome }) => outcome?.verdict === 'fault' && outcome.reason === 'CHECK_DIED');
      assert.equal(await family.leftAfter(5000), [], 'no camera is left');
      await assertCardIsFree(await world.other(bench));
      await bench.desk.hand.ask({ wish: 'take' });
      await view(place().panel, ({ screen }) => screen === 'idle');
      await goesThroughACheck();
      await logHolds();
    });
  }

  test.run();
}
