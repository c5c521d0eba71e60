import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { refusalOf } from '../../firmware/terminal/allowed-requests.ts';
import { answerOnce } from '../../firmware/terminal/answer-once.ts';
import { writeMessage } from '../../firmware/terminal/cloud-event.ts';
import { accepted, type RequestAnswer, refused } from '../../firmware/terminal/link.ts';
import type { TerminalRequest } from '../../firmware/terminal/messages.ts';
import { type ReadRequest, readRequest } from '../../firmware/terminal/read-request.ts';

/** What a reader may do wrong, by the case that must find it. */
export const wrongs = {
  'tells its state to those alone who are there': 'K01',
  'leaves the profile out of its state': 'K01',
  'tells another name than its own': 'K02',
  'answers on a topic of its own choice': 'K03',
  'breaks on fields that it does not know': 'K04',
  'takes every version': 'K05',
  'says no word on what is no JSON': 'K06',
  'takes messages of any size': 'K07',
  'takes what breaks the schema': 'K08',
  'takes requests that there are not': 'K09',
  'takes every request in every state': 'K10',
  'takes requests of any time': 'K11',
  'carries out repetitions': 'K12',
  'takes a used id': 'K13',
  'changes its mode without a word': 'K14',
  'counts nothing': 'K15',
  'says everything twice': 'K18',
} as const;
export type Wrong = keyof typeof wrongs;

/** A reader at rest, made in a few lines on a broker without rules; right, or wrong in one way. */
export async function startMadeReader(wrong?: Wrong): Promise<{ url: string; close(): Promise<void> }> {
  const does = (one: Wrong) => wrong === one;
  const aedes = await Aedes.createBroker();
  const server = createServer({ noDelay: true }, aedes.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = await connectAsync(url);
  const root = 'kazasu/1/kazasu';
  let mode = 'normal';
  const written = (name: 'state' | 'reply', data: object, inreplyto?: string) =>
    writeMessage(name, data, {
      id: randomUUID(),
      reader: 'kazasu',
      time: Date.now(),
      ...(inreplyto ? { inreplyto } : {}),
    });
  const tellState = () => {
    const state = JSON.parse(written('state', { status: 'ready', profile: 'standard', mode, faults: [] }).toString());
    if (does('leaves the profile out of its state')) delete state.data.profile;
    client.publish(`${root}/state`, JSON.stringify(state), {
      qos: 1,
      retain: !does('tells its state to those alone who are there'),
    });
  };

  function answer(request: TerminalRequest): RequestAnswer {
    const refusal = refusalOf(request, { at: 'idle' });
    if (refusal && !does('takes every request in every state')) return refused(refusal);
    if (request.name === 'mode') {
      mode = request.data.mode;
      if (!does('changes its mode without a word')) tellState();
    }
    const information = {
      name: does('tells another name than its own') ? 'other' : 'kazasu',
      profile: 'standard',
      version: '1',
      protocol: 1,
    } as const;
    if (request.name === 'reader-information')
      return { accepted: true, readerInformation: { ...information, requests: [] } };
    if (request.name === 'statistics' && !does('counts nothing'))
      return { accepted: true, statistics: { day: '2025-04-01', counts: [] } };
    if (request.name === 'log-export') return { accepted: true, log: { lines: ['{}'], last: 1, more: false } };
    return accepted;
  }
  const once60 = answerOnce(answer, systemClock, 60_000);
  const lenient = answerOnce(answer, systemClock, 1e12);
  const handler = (request: TerminalRequest) => {
    if (does('takes requests of any time')) return lenient(request);
    if (does('carries out repetitions')) return once60({ ...request, id: randomUUID() });
    if (does('takes a used id'))
      return once60({ ...request, id: `${request.id}${JSON.stringify(request.data).length}` });
    return once60(request);
  };

  /** As `readRequest`, or more forgiving. */
  function read(topic: string, payload: Buffer): ReadRequest | undefined {
    const asInformation = (text: string) =>
      readRequest(
        'kazasu',
        `${root}/request/reader-information`,
        Buffer.from(text.replace(/request\.(mode|reboot)/, 'request.reader-information').replace(/x{9,}/, '')),
      );
    const found = readRequest('kazasu', topic, payload);
    if (does('says no word on what is no JSON') && found.error?.code === 'MESSAGE_NOT_JSON') return undefined;
    if (does('takes every version') && found.error?.code === 'PROTOCOL_VERSION_UNKNOWN')
      return readRequest('kazasu', topic, Buffer.from(payload.toString().replace('kazasu.v2', 'kazasu.v1')));
    if (does('takes what breaks the schema') && found.error?.code === 'MESSAGE_INVALID')
      return asInformation(payload.toString().replace('"data"', `"time":"${new Date().toISOString()}","data"`));
    if (does('takes messages of any size') && found.error?.code === 'MESSAGE_TOO_LARGE')
      return asInformation(payload.toString());
    if (does('takes requests that there are not') && found.error?.code === 'REQUEST_UNKNOWN')
      return asInformation(payload.toString());
    if (does('breaks on fields that it does not know') && payload.includes('later')) return undefined;
    return found;
  }

  client.on('message', async (topic, payload) => {
    const found = read(topic, payload);
    if (!found) return;
    const reply = found.error ? refused(found.error) : await handler(found.request);
    const to = does('answers on a topic of its own choice') ? `${root}/reply/unaddressed` : found.replyTopic;
    const message = written('reply', reply, found.inreplyto);
    client.publish(to, message, { qos: 1 });
    if (does('says everything twice')) client.publish(to, message, { qos: 1 });
  });
  await client.subscribeAsync(`kazasu/+/kazasu/request/+`, { qos: 1 });
  tellState();
  return {
    url,
    close: async () => {
      await client.endAsync(true);
      await new Promise<void>((resolve) => aedes.close(resolve));
      server.close();
      await once(server, 'close');
    },
  };
}
