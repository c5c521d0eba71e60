import type { CardChannel, CardPresence } from '../../drivers/card/contract.ts';
import { type Case, demand } from '../conformance/case.ts';
import { type CardBench, codeThrown, endsWithin, letGoMs } from './bench.ts';

const states = ['empty', 'laid', 'mute', 'unavailable'];
/** ISO 7816-4, 7.1.1: SELECT of an application that no card has. */
const selectNothing = Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, 0x05, 0xf0, 0x00, 0x00, 0x00, 0x01);
const firstToldMs = 3000;

/** Watches until the first presence, or all in `forMs`; the watch is ended. */
async function watched({ make }: CardBench, forMs?: number): Promise<CardPresence[]> {
  const told: CardPresence[] = [];
  const stop = new AbortController();
  let first = () => {};
  const any = new Promise<void>((resolve) => {
    first = resolve;
  });
  const watching = (await make()).watch((presence) => {
    told.push(presence);
    first();
  }, stop.signal);
  await endsWithin(firstToldMs, any, 'the first word of watch').catch((error) => {
    stop.abort();
    throw error;
  });
  if (forMs !== undefined) await new Promise((resolve) => setTimeout(resolve, forMs));
  stop.abort();
  await endsWithin(letGoMs, watching, 'watch');
  return told;
}

async function withCard<T>({ make }: CardBench, use: (channel: CardChannel) => Promise<T>): Promise<T> {
  const channel = await (await make()).open();
  try {
    return await use(channel);
  } finally {
    await channel.close();
  }
}

const isAnswer = (answer: Buffer) => Buffer.isBuffer(answer) && answer.length >= 2;

/** The contract of a card reader, with a card laid on it. */
export const cardCases: readonly Case<CardBench>[] = [
  {
    id: 'C01',
    title: 'watch tells at once what lies there, in one of four states, and ends when its signal is aborted',
    run: async (bench) => {
      const [first] = await watched(bench);
      demand(first !== undefined && states.includes(first.state), `told: ${JSON.stringify(first)}`);
    },
  },
  {
    id: 'C02',
    title: 'the card of this test is laid: the state is laid',
    run: async (bench) => {
      const told = await watched(bench);
      demand(told.at(-1)?.state === 'laid', `told: ${JSON.stringify(told.at(-1))}; lay a card`);
    },
  },
  {
    id: 'C03',
    title: 'watch tells changes only, not the same again and again',
    run: async (bench) => {
      const told = (await watched(bench, 2000)).map((presence) => JSON.stringify(presence));
      demand(!told.some((one, at) => at > 0 && one === told[at - 1]), `told twice: ${told.join(' ')}`);
    },
  },
  {
    id: 'C04',
    title: 'watch of an aborted signal ends',
    run: async ({ make }) => {
      await endsWithin(
        letGoMs,
        (await make()).watch(() => undefined, AbortSignal.abort()),
        'watch',
      );
    },
  },
  {
    id: 'C05',
    title: 'a command is answered with data and two status bytes, in a Buffer',
    run: (bench) =>
      withCard(bench, async (channel) => {
        const answer = await channel.transmit(selectNothing);
        demand(isAnswer(answer), `answered ${answer?.length} bytes`);
      }),
  },
  {
    id: 'C06',
    title: 'each answer is a Buffer of its own: zeroing one leaves the others, and the command, as they are',
    run: (bench) =>
      withCard(bench, async (channel) => {
        const command = Uint8Array.from(selectNothing);
        const first = await channel.transmit(command);
        const copy = Buffer.from(first);
        const second = await channel.transmit(command);
        second.fill(0);
        demand(first.equals(copy), 'the first answer changed with the second');
        demand(Buffer.from(command).equals(Buffer.from(selectNothing)), 'the command was changed');
      }),
  },
  {
    id: 'C07',
    title: 'an open card is for one alone: a second open is refused as CARD_BUSY',
    run: (bench) =>
      withCard(bench, async () => {
        const code = await codeThrown(async () => (await (await bench.make()).open()).close(), 'the second open');
        demand(code === 'CARD_BUSY', `refused as ${code}`);
      }),
  },
  {
    id: 'C08',
    title: 'a closed card can be opened again, ten times',
    run: async (bench) => {
      for (let time = 0; time < 10; time += 1)
        await withCard(bench, async (channel) => demand(isAnswer(await channel.transmit(selectNothing)), 'no answer'));
    },
  },
  {
    id: 'C09',
    title: 'close never throws, twice neither; a command after it is refused with a code',
    run: async ({ make }) => {
      const channel = await (await make()).open();
      await channel.close();
      await channel.close();
      await codeThrown(
        () => endsWithin(letGoMs, channel.transmit(selectNothing), 'a command after close'),
        'after close',
      );
    },
  },
];
