// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanel } from '../../build/visit/panel-client.ts';
import { openTerminal } from '../../build/visit/terminal-client.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import type { ReaderState } from '../../firmware/terminal/messages.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

const test = suite('[R45, R46] the look at the cameras at the start');

/** Done when the terminal hears a state that is so. */
async function stateHeard(reader: RunningReader, isSo: (state: ReaderState) => boolean): Promise<void> {
  let heard: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const terminal = await openTerminal({
    url: reader.place.mqtt,
    reader: 'kazasu',
    silent: true,
    onState: (state) => {
      if (isSo(state)) heard();
    },
  });
  await done;
  await terminal.close();
}

/** The panel's view that is there now. */
async function viewNow(reader: RunningReader): Promise<PanelView> {
  let shown: (view: PanelView) => void = () => undefined;
  const first = new Promise<PanelView>((resolve) => {
    shown = resolve;
  });
  const panel = await openPanel(reader.place.panel, (view) => shown(view));
  const view = await first;
  panel.close();
  return view;
}

test('a black camera is known, told and shown before any card is laid; PIN works; the next check that sees clears it', async () => {
  const reader = await startRunningReader({
    settings: ({ hand }) => {
      void hand.ask({ wish: 'camera', camera: 'face', failure: 'black' });
      return {};
    },
  });
  try {
    const isBlack = ({ code, part }: { code: string; part?: string }) =>
      code === 'CAMERA_BLACK' && part === 'face-camera';
    await stateHeard(reader, ({ status, faults }) => status === 'ready' && faults.some(isBlack));
    const { screen, trouble } = await viewNow(reader);
    assert.equal([screen, trouble], ['idle', 'CAMERA_BLACK']);
    assert.is((await reader.visit({ tries: [{ method: 'pin', pin: '1234' }] })).verdict, 'verified');
    await reader.desk.hand.ask({ wish: 'camera', camera: 'face' });
    assert.is((await reader.visit()).verdict, 'verified');
    await stateHeard(reader, ({ faults }) => faults.length === 0);
    assert.is((await viewNow(reader)).trouble, undefined);
  } finally {
    await reader.stop();
  }
});

test.run();
