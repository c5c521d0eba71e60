import { setTimeout as delay } from 'node:timers/promises';
import { type Case, demand, demandValid } from './case.ts';
import { answerTo, demandRefused, newId, quietMs, type ReaderBench, request, topicOf, until } from './reader-bench.ts';
import { visitCases } from './visit-cases.ts';

type ReaderCase = Case<ReaderBench>;

/** What every reader must do, while nobody is at it, and with somebody whom the tester asks. It is left as it was found: mode normal. */
export const readerCases: readonly ReaderCase[] = [
  {
    id: 'K01',
    title: 'the state is told to who connects, and keeps to its schema',
    run: async (bench) => {
      const { retained, message } = await until(bench, ({ message: { type } }) => type === 'kazasu.v1.state');
      demand(bench.wire.is === 'serial' || retained, 'it is not retained');
      demandValid(message);
      demand(message.source === `/kazasu/${bench.reader}`, `its source is ${message.source}`);
    },
  },
  {
    id: 'K02',
    title: 'reader information is answered, and the reply keeps to its schema',
    run: async (bench) => {
      const asked = request(bench, 'reader-information', {});
      const reply = await answerTo(bench, 'reader-information', asked);
      demand(reply.accepted === true, `refused: ${reply.code}`);
      const { name, protocol } = Object(reply.readerInformation);
      demand(name === bench.reader && protocol === 1, 'name or version of the protocol is wrong');
      demandValid((await until(bench, ({ message }) => message.inreplyto === asked.id)).message);
    },
  },
  {
    id: 'K03',
    title: 'a reply goes to the topic that the request names, and nowhere else',
    only: ['mqtt'],
    run: async (bench) => {
      const replyto = topicOf(bench.reader, `reply/${newId()}`);
      const asked = request(bench, 'reader-information', {}, { replyto });
      await answerTo(bench, 'reader-information', asked);
      await delay(quietMs);
      const topics = bench.heard.filter(({ message }) => message.inreplyto === asked.id).map(({ topic }) => topic);
      demand(topics.join() === replyto, `it went to ${topics.join(' and ')}`);
    },
  },
  {
    id: 'K04',
    title: 'unknown fields are ignored',
    run: async (bench) => {
      const reply = await answerTo(
        bench,
        'reader-information',
        request(bench, 'reader-information', { later: 1 }, { later: { more: [] } }),
      );
      demand(reply.accepted === true, `refused: ${reply.code}`);
    },
  },
  {
    id: 'K05',
    title: 'another version of the protocol is refused with its code',
    run: async (bench) => {
      const asked = request(bench, 'mode', { mode: 'normal' }, { type: 'kazasu.v2.request.mode' });
      await demandRefused(bench, 'PROTOCOL_VERSION_UNKNOWN', 'mode', asked);
    },
  },
  {
    id: 'K06',
    title: 'what is no JSON object is refused',
    run: async (bench) => {
      for (const bytes of ['', '[]', 'null', '{"id":', Buffer.from([0xff, 0xfe])])
        await demandRefused(bench, 'MESSAGE_NOT_JSON', 'mode', bytes);
    },
  },
  {
    id: 'K07',
    title: 'more than 64 KiB is refused',
    only: ['mqtt'], // over a serial line such a frame gets no receipt, and would come again and again
    run: (bench) =>
      demandRefused(
        bench,
        'MESSAGE_TOO_LARGE',
        'mode',
        JSON.stringify(request(bench, 'mode', { mode: 'normal', padding: 'x'.repeat(65_536) })),
      ),
  },
  {
    id: 'K08',
    title: 'what breaks its schema is refused, naming the place',
    run: async (bench) => {
      const reply = await answerTo(bench, 'mode', request(bench, 'mode', { mode: 'none' }));
      demand(reply.accepted === false && reply.code === 'MESSAGE_INVALID', `answered ${reply.code ?? 'accepted'}`);
      demand(String(reply.what).includes('/data/mode'), 'the place is not named');
      await demandRefused(
        bench,
        'MESSAGE_INVALID',
        'mode',
        request(bench, 'mode', { mode: 'normal' }, { time: undefined }),
      );
    },
  },
  {
    id: 'K09',
    title: 'an unknown request is refused',
    run: (bench) => demandRefused(bench, 'REQUEST_UNKNOWN', 'reboot', request(bench, 'reboot', {})),
  },
  {
    id: 'K10',
    title: 'a request is refused in a state that does not allow it',
    run: async (bench) => {
      for (const name of ['challenge', 'eligibility', 'cancel', 'visual-confirmed', 'registration-answer']) {
        const data = { session: 'none', challenge: 'A'.repeat(24), result: 'valid', registered: true };
        await demandRefused(bench, 'REQUEST_NOT_ALLOWED_NOW', name, request(bench, name, data));
      }
    },
  },
  {
    id: 'K11',
    title: 'a request whose time is far from the reader’s is refused',
    run: async (bench) => {
      for (const aside of [-3_600_000, 3_600_000]) {
        const time = new Date(Date.now() + aside).toISOString();
        await demandRefused(bench, 'REQUEST_EXPIRED', 'mode', request(bench, 'mode', { mode: 'normal' }, { time }));
      }
    },
  },
  {
    id: 'K12',
    title: 'a repeated request is answered as before and carried out once',
    run: async (bench) => {
      const disaster = request(bench, 'mode', { mode: 'disaster' });
      demand((await answerTo(bench, 'mode', disaster)).accepted === true, 'the mode disaster was refused');
      await answerTo(bench, 'mode', request(bench, 'mode', { mode: 'normal' }));
      const from = bench.heard.length;
      demand((await answerTo(bench, 'mode', disaster)).accepted === true, 'the repetition was refused');
      await delay(quietMs);
      const again = bench.heard.slice(from).some(({ message }) => Object(message.data).mode === 'disaster');
      if (again) await answerTo(bench, 'mode', request(bench, 'mode', { mode: 'normal' }));
      demand(!again, 'it was carried out again');
    },
  },
  {
    id: 'K13',
    title: 'a used id with other content is refused',
    run: async (bench) => {
      const first = request(bench, 'mode', { mode: 'normal' });
      await answerTo(bench, 'mode', first);
      await demandRefused(bench, 'REQUEST_ID_USED', 'mode', { ...first, data: { mode: 'disaster' } });
    },
  },
  {
    id: 'K14',
    title: 'a mode that is set is told by the state',
    run: async (bench) => {
      for (const mode of ['system-failure', 'disaster', 'normal']) {
        const from = bench.heard.length;
        demand(
          (await answerTo(bench, 'mode', request(bench, 'mode', { mode }))).accepted === true,
          `${mode} was refused`,
        );
        const { message } = await until(bench, (heard) => Object(heard.message.data).mode === mode, from);
        demandValid(message);
      }
    },
  },
  {
    id: 'K15',
    title: 'statistics and log are answered, and every line of the log is JSON',
    run: async (bench) => {
      const { statistics } = await answerTo(bench, 'statistics', request(bench, 'statistics', {}));
      demand(Array.isArray(Object(statistics).counts), 'no counts came');
      const { log } = await answerTo(bench, 'log-export', request(bench, 'log-export', {}));
      for (const line of Object(log).lines) JSON.parse(line);
    },
  },
  {
    id: 'K16',
    title: 'a terminal cannot speak as the reader',
    only: ['own-broker'],
    run: async (bench) => {
      for (const end of ['event/verdict', 'state', 'reply/conformance']) {
        const from = bench.heard.length;
        const stranger = await bench.another();
        await Promise.race([
          stranger.send(topicOf(bench.reader, end), '{"forged":true}').catch(() => {}),
          stranger.lost,
        ]);
        await delay(quietMs);
        await stranger.close();
        demand(!bench.heard.slice(from).some(({ message }) => message.forged === true), `${end} was passed on`);
      }
    },
  },
  {
    id: 'K17',
    title: 'a request reaches the reader alone: it may name a patient',
    only: ['own-broker'],
    run: async (bench) => {
      await answerTo(bench, 'reader-information', request(bench, 'reader-information', {}));
      demand(bench.requests.length === 0, 'another terminal hears requests');
    },
  },
  ...visitCases,
  {
    id: 'K18',
    title: 'everything that was heard keeps to its schema, and no id came twice but those of what must arrive',
    run: async (bench) => {
      for (const { message } of bench.heard) demandValid(message);
      const once = bench.heard.filter(({ message: { type } }) => !/\.(verdict|consent)$/.test(String(type)));
      const ids = once.map(({ message }) => String(message.id));
      demand(new Set(ids).size === ids.length, 'an id came twice');
    },
  },
];
