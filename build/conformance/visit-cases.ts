import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventData, EventName } from '../../firmware/terminal/messages.ts';
import { isSigned } from '../terminal/eligibility-service.ts';
import type { Wire } from '../terminal/wire.ts';
import { type Case, demand, demandValid } from './case.ts';
import { answerTo, newId, quietMs, type ReaderBench, request, until } from './reader-bench.ts';

/** A person looks for the card, lays it and types the PIN. */
const personMs = 120_000;
const dayMs = 86_400_000;
/** The reader's clock and ours may differ so much. */
const clockMs = 300_000;

/** An event of the visit, once it is told. */
async function told<Name extends EventName>(bench: ReaderBench, name: Name) {
  const { message } = await until(bench, ({ message: { type } }) => type === `kazasu.v1.event.${name}`);
  demandValid(message);
  return { message, data: message.data as EventData[Name] };
}

async function demandAccepted(bench: ReaderBench, name: string, data: object): Promise<void> {
  const reply = await answerTo(bench, name, request(bench, name, data));
  demand(reply.accepted === true, `${name} was refused: ${reply.code}`);
}

/** The ids that a newcomer hears in a while. */
async function heardAnew(bench: ReaderBench): Promise<string[]> {
  const ids: string[] = [];
  const newcomer: Wire = await bench.another();
  newcomer.onMessage(({ payload }) => ids.push(JSON.parse(payload.toString()).id));
  await delay(2 * quietMs);
  await newcomer.close();
  return ids;
}

/** What every reader must do with a visit, step by step; somebody lays a card and goes through it. */
export const visitCases: readonly Case<ReaderBench>[] = [
  {
    id: 'K19',
    title: 'a card that is laid is told with its visit, and the state says busy',
    only: ['visit'],
    withinMs: personMs,
    run: async (bench) => {
      bench.layCard();
      const { session } = (await told(bench, 'session-started')).data;
      await until(bench, ({ message }) => Object(message.data).status === 'busy');
      demand((await told(bench, 'card-read')).data.session === session, 'the card belongs to another visit');
    },
  },
  {
    id: 'K20',
    title: 'a challenge for another visit is refused; the one for this visit is taken',
    only: ['visit'],
    run: async (bench) => {
      const challenge = randomBytes(32).toString('base64');
      const { session } = (await told(bench, 'session-started')).data;
      const stray = await answerTo(bench, 'challenge', request(bench, 'challenge', { session: newId(), challenge }));
      bench.challenge = challenge;
      await demandAccepted(bench, 'challenge', { session, challenge }); // what comes after needs it, whatever became of the stray one
      demand(stray.code === 'SESSION_UNKNOWN', `for another visit: ${stray.code ?? 'accepted'}`);
    },
  },
  {
    id: 'K21',
    title: 'a visit is controlled by one terminal',
    only: ['visit'],
    run: async (bench) => {
      const { session } = (await told(bench, 'session-started')).data;
      const asked = request(bench, 'cancel', { session }, { source: '/terminals/another' });
      const { accepted, code } = await answerTo(bench, 'cancel', asked);
      // Where terminals prove who they are, nobody can even claim to be another.
      demand(
        !accepted && ['VISIT_OF_ANOTHER', 'SOURCE_OF_ANOTHER'].includes(String(code)),
        `answered ${code ?? 'accepted'}`,
      );
    },
  },
  {
    id: 'K22',
    title: 'the verdict carries the challenge, signed by the key of the certificate',
    only: ['visit'],
    withinMs: personMs,
    run: async (bench) => {
      const { data } = await told(bench, 'verdict');
      demand(data.session === (await told(bench, 'session-started')).data.session, 'it belongs to another visit');
      demand(isSigned(data, bench.challenge), 'its signature does not prove the challenge that was given');
    },
  },
  {
    id: 'K23',
    title: 'a verdict is told to who comes until it is acknowledged, always with its id',
    only: ['visit', 'mqtt'],
    run: async (bench) => {
      const { id } = (await told(bench, 'verdict')).message;
      demand((await heardAnew(bench)).includes(String(id)), 'a terminal that came later did not hear it');
      await demandAccepted(bench, 'acknowledge', { messages: [id] });
      demand(!(await heardAnew(bench)).includes(String(id)), 'it was told again though it was acknowledged');
    },
  },
  {
    id: 'K24',
    title: 'the answer is taken, and each consent holds 24 hours from when it was given',
    only: ['visit'],
    withinMs: personMs,
    run: async (bench) => {
      const { session } = (await told(bench, 'session-started')).data;
      await demandAccepted(bench, 'eligibility', { session, result: 'valid' });
      const { message: state } = await until(bench, ({ message: { type } }) => type === 'kazasu.v1.state');
      if (Object(state.data).profile === 'qualification-only') return; // it asks for none (R29)
      const { message, data } = await told(bench, 'consent');
      const holds = Date.parse(data.validUntil) - Date.parse(String(message.time));
      demand(Math.abs(holds - dayMs) < 60_000, `it holds ${Math.round(holds / 60_000)} minutes`);
      demand(Math.abs(Date.parse(String(message.time)) - Date.now()) < clockMs, 'its time is far from ours');
      await demandAccepted(bench, 'acknowledge', { messages: [message.id] });
    },
  },
  {
    id: 'K25',
    title: 'the end is told with its outcome and that all is erased, and the state says ready',
    only: ['visit'],
    withinMs: personMs,
    run: async (bench) => {
      const { data } = await told(bench, 'session-ended');
      demand(data.erased && data.outcome === 'verified', `it ended ${data.outcome}, erased: ${data.erased}`);
      const busy = bench.heard.findIndex(({ message }) => Object(message.data).status === 'busy');
      await until(bench, ({ message }) => Object(message.data).status === 'ready', busy);
    },
  },
];
