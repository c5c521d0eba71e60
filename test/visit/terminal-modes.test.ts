// time limit: 180 s
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanel, type PanelClient } from '../../build/visit/panel-client.ts';
import type { TerminalMode } from '../../firmware/flow/types.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite("the terminal's modes, and a card left behind, at a running reader");
let reader: RunningReader;
let terminal: MqttClient;
let panel: PanelClient;
const heard: { name: string; data: Record<string, unknown> }[] = [];
const views: PanelView[] = [];
let look = () => {};

test.before(async () => {
  reader = await startRunningReader({ settings: () => ({ timeouts: { farewell: 1, takeCard: 2, visualMode: 10 } }) });
  terminal = await connectAsync(reader.place.mqtt);
  terminal.on('message', (topic, payload) => {
    heard.push({ name: topic.replace(/.*\//, ''), data: JSON.parse(payload.toString()).data });
    look();
  });
  await terminal.subscribeAsync(['kazasu/1/kazasu/state', 'kazasu/1/kazasu/event/+', 'kazasu/1/kazasu/reply/modes']);
  panel = await openPanel(reader.place.panel, (view) => {
    views.push(view);
    look();
  });
});
test.after(async () => {
  panel.close();
  await terminal.endAsync(true);
  await reader.stop();
});
test.before.each(() => {
  heard.length = 0;
  views.length = 0;
});

/** Waits until something that was heard or seen since the test began is so. */
const until = <T>(find: () => T | undefined): Promise<T> =>
  new Promise((resolve) => {
    look = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    look();
  });
const event = (name: string, fits: (data: Record<string, unknown>) => boolean = () => true) =>
  until(() => heard.find((one) => one.name === name && fits(one.data)));
const screen = (fits: (view: PanelView) => boolean) => until(() => views.findLast(fits));

async function ask(mode: TerminalMode): Promise<void> {
  const id = randomUUID();
  const request = {
    specversion: '1.0',
    id,
    source: '/terminal/modes',
    type: 'kazasu.v1.request.mode',
    time: new Date().toISOString(),
    replyto: 'kazasu/1/kazasu/reply/modes',
    data: { mode },
  };
  heard.length = 0;
  terminal.publish('kazasu/1/kazasu/request/mode', JSON.stringify(request), { qos: 1 });
  assert.equal((await event('modes')).data, { accepted: true });
}

async function setMode(mode: TerminalMode): Promise<void> {
  await ask(mode);
  await event('state', (data) => data.mode === mode);
}

test('[R14] [R16] staff confirm at the terminal, then the card is laid: visual, without scan or photo, for this card only', async () => {
  await setMode('visual');
  await screen((view) => view.screen === 'visual-mode');
  const { verdict, method, signed, stages } = await reader.visit({ tries: [], person: null });
  assert.equal([verdict, method, signed?.method], ['verified', 'visual', 'visual']);
  for (const { name } of stages) assert.ok(['open', 'card', 'sign'].includes(name), name);
  const next = await reader.visit({ tries: [], person: null });
  assert.equal([next.verdict, next.method], ['cancelled', undefined]);
});

test('[R14] what staff confirmed is over when no card comes', async () => {
  await setMode('visual');
  heard.length = 0;
  await event('state', (data) => data.mode === 'normal');
  await screen((view) => view.screen === 'idle');
});

test('[R31] in system-failure and disaster a laid card is not checked; back to normal it is, as it lies there', async () => {
  for (const mode of ['system-failure', 'disaster'] as const) {
    await setMode(mode);
    await reader.desk.hand.ask({ wish: 'lay', file: reader.emulation.card });
    await screen((view) => view.screen === mode && view.cardLies);
    assert.not(heard.some(({ name }) => name === 'session-started'));
    await setMode('normal');
    await event('session-started');
    await screen((view) => view.screen === 'choosing');
    await panel.wish('/cancel');
    await reader.desk.hand.ask({ wish: 'take' });
    await event('session-ended');
  }
});

test('[R31] a mode set while a person is at the reader is in force after them, and changes nothing for them', async () => {
  await reader.desk.hand.ask({ wish: 'lay', file: reader.emulation.card });
  await screen((view) => view.screen === 'choosing');
  await ask('disaster');
  assert.is(views.at(-1)?.screen, 'choosing');
  await panel.wish('/cancel');
  await reader.desk.hand.ask({ wish: 'take' });
  await event('state', (data) => data.mode === 'disaster' && data.status === 'ready');
  await event('session-ended');
  await setMode('normal');
});

test('[R01] a card left behind is called out; staff hear of it once, and its session ends when it is taken', async () => {
  await reader.desk.hand.ask({ wish: 'lay', file: reader.emulation.card });
  await screen((view) => view.screen === 'choosing');
  await panel.wish('/cancel');
  await screen((view) => view.screen === 'take-card' && view.reminded);
  await event('card-left-behind');
  await screen((view) => view.screen === 'card-left-behind');
  assert.not(heard.some(({ name }) => name === 'session-ended'));
  await reader.desk.hand.ask({ wish: 'take' });
  await event('session-ended', ({ outcome, erased }) => outcome === 'cancelled' && erased === true);
  assert.is(heard.filter(({ name }) => name === 'card-left-behind').length, 1);
});

test('[R16] [R43] modes, the visual verdict and the card left behind stand in the operation log', async () => {
  const folder = join(reader.folder, 'records');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const records = texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line));
  const modes = records.filter(({ kind }) => kind === 'mode').map(({ fields }) => fields.mode);
  assert.equal(modes.slice(0, 4), ['visual', 'normal', 'visual', 'normal']);
  assert.ok(modes.includes('disaster') && modes.includes('system-failure'));
  assert.ok(records.some(({ kind, fields }) => kind === 'verdict' && fields.method === 'visual'));
  assert.is(records.filter(({ kind }) => kind === 'card-left-behind').length, 1);
});

test.run();
