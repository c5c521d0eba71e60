// time limit: 120 s
import { randomBytes } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CodedError } from '../../../firmware/records/coded-error.ts';
import { accepted } from '../../../firmware/terminal/link.ts';
import type { ReaderState, TerminalEvent, TerminalRequest } from '../../../firmware/terminal/messages.ts';
import { writeFrame } from '../../../firmware/terminal/serial/frame.ts';
import { requestOf, session, verdict } from '../terminals.ts';
import { startFarEnd, startPythonTerminal, startReaderEnd, withLine } from './lines.ts';

const test = suite('serial link over a real pty');
const ready: ReaderState = { status: 'ready', profile: 'standard', faults: [] };
const started: TerminalEvent = { name: 'session-started', data: { session } };
const cancel = () => requestOf('cancel', { session });

test('[R30] a terminal in Python hears state and events in order, asks, and gets its replies', () =>
  withLine(async (path) => {
    const terminal = await startPythonTerminal(path);
    const { link } = await startReaderEnd(path);
    const asked: TerminalRequest[] = [];
    link.onRequest((request) => {
      asked.push(request);
      return accepted;
    });
    await Promise.all([link.state(ready), link.publish(started), link.publish(verdict)]);
    const heard = [await terminal.heard.next(), await terminal.heard.next(), await terminal.heard.next()];
    assert.equal(
      heard.map(({ type, data }) => [type, data]),
      [
        ['kazasu.v1.state', ready],
        ['kazasu.v1.event.session-started', started.data],
        ['kazasu.v1.event.verdict', verdict.data],
      ],
    );
    const challenge = requestOf('challenge', { session, challenge: randomBytes(32).toString('base64') });
    const wrong = requestOf('cancel', { session: 5 });
    for (const request of [challenge, wrong, { ...wrong, type: 'kazasu.v2.request.cancel' }, { ...wrong, type: 5 }])
      terminal.send(request);
    const replies = [];
    for (let n = 0; n < 4; n += 1) replies.push(await terminal.heard.next());
    assert.equal(
      replies.map(({ inreplyto, data }) => [inreplyto, Reflect.get(Object(data), 'code')]),
      [
        [wrong.id, 'MESSAGE_INVALID'],
        [wrong.id, 'PROTOCOL_VERSION_UNKNOWN'],
        [wrong.id, 'MESSAGE_INVALID'],
        [challenge.id, undefined],
      ].sort((a, b) => Number(a[0] === wrong.id) - Number(b[0] === wrong.id)),
    );
    assert.equal(
      asked.map(({ name, data }) => [name, data]),
      [['challenge', challenge.data]],
    );
    await link.close();
    assert.equal((await terminal.heard.next()).data, { ...ready, status: 'offline' });
    await terminal.stop();
  }));

test('[R30] noise between frames costs none of them; noise inside costs that frame, and it is sent again', () =>
  withLine(async (path) => {
    const far = await startFarEnd(path);
    const { link } = await startReaderEnd(path);
    link.onRequest(() => accepted);
    far.live();
    await far.next('heartbeat');
    const first = cancel();
    far.send(Buffer.concat([randomBytes(300), far.message(first), randomBytes(300)]));
    assert.is((await far.take()).read.inreplyto, first.id);
    const second = cancel();
    const whole = far.message(second);
    const harmed = Buffer.from(whole);
    harmed.fill(0x5a, 40, 60);
    far.send(harmed);
    await far.next('heartbeat');
    far.send(whole); // as the terminal does when no receipt comes
    assert.is((await far.take()).read.inreplyto, second.id);
    await link.close();
    await far.cut();
  }));

test('[R16] an event is repeated until its receipt comes', () =>
  withLine(async (path) => {
    const far = await startFarEnd(path);
    const { link } = await startReaderEnd(path);
    far.live();
    const sent = link.publish(verdict);
    const [once, again] = [await far.next('message'), await far.next('message')];
    assert.equal(again, once);
    far.send(writeFrame('receipt', once.run, once.number));
    await sent;
    await link.close();
    await far.cut();
  }));

test('a frame that is too long is refused with a code, and the line goes on', () =>
  withLine(async (path) => {
    const far = await startFarEnd(path);
    const { link } = await startReaderEnd(path);
    link.onRequest(() => accepted);
    far.live();
    await far.next('heartbeat');
    far.send(far.message({ ...cancel(), padding: 'x'.repeat(100_000) }));
    assert.is((await far.take()).read.data.code, 'MESSAGE_TOO_LARGE');
    const next = cancel();
    far.send(far.message(next));
    assert.is((await far.take()).read.inreplyto, next.id);
    await link.close();
    await far.cut();
  }));

test('[R46] a line that is cut is opened again when it is back; what waited is delivered, the state told again', () =>
  withLine(async (path) => {
    const { link, said } = await startReaderEnd(path);
    assert.is(await said.next(), 'TERMINAL_LINE_UNAVAILABLE', 'not there yet: the reader starts all the same');
    const far = await startFarEnd(path);
    far.live();
    assert.is(await said.next((one) => one !== 'TERMINAL_LINE_UNAVAILABLE'), 'heard');
    const told = link.state(ready);
    await far.take();
    await told;
    await far.cut();
    assert.is(await said.next(), 'TERMINAL_LINE_UNAVAILABLE');
    const sent = link.publish(verdict);
    const back = await startFarEnd(path);
    back.live();
    await said.next((one) => one === 'heard');
    assert.equal((await back.take()).read.data, ready);
    assert.equal((await back.take()).read.data, verdict.data);
    await sent;
    await link.close();
    await back.cut();
  }));

test('[R46] a line that stays but says nothing is known by its silence, whatever the port says', () =>
  withLine(async (path) => {
    const far = await startFarEnd(path);
    const { link, said } = await startReaderEnd(path);
    const silent = far.live();
    assert.is(await said.next(), 'heard');
    far.freeze();
    assert.is(await said.next(), 'TERMINAL_LINE_SILENT');
    far.thaw();
    assert.is(await said.next((one) => one !== 'TERMINAL_LINE_SILENT'), 'heard');
    silent();
    assert.is(await said.next(), 'TERMINAL_LINE_SILENT');
    far.live();
    assert.is(await said.next((one) => one !== 'TERMINAL_LINE_SILENT'), 'heard');
    await link.close();
    await far.cut();
  }));

test('[R30] a reader that starts anew is known by its run, and its first message is taken though its number comes again', () =>
  withLine(async (path) => {
    const terminal = await startPythonTerminal(path);
    for (const status of ['ready', 'busy'] as const) {
      const { link } = await startReaderEnd(path);
      await link.state({ ...ready, status });
      const told = await terminal.heard.next();
      assert.equal(told.data, { ...ready, status });
      await link.close();
      assert.equal((await terminal.heard.next()).data, { ...ready, status: 'offline' });
    }
    await terminal.stop();
  }));

test('a link closes soon though nobody listens, and what waits fails with a code', () =>
  withLine(async (path) => {
    const far = await startFarEnd(path);
    const { link } = await startReaderEnd(path);
    const waiting = link.publish(started).catch((error) => error);
    await far.next('heartbeat');
    const began = performance.now();
    await Promise.all([link.close(), link.close()]);
    assert.ok(performance.now() - began < 3000);
    for (const error of [await waiting, await link.publish(started).catch((error: unknown) => error)]) {
      assert.instance(error, CodedError);
      assert.is(error.code, 'TERMINAL_LINK_CLOSED');
    }
    await far.cut();
  }));

test.run();
