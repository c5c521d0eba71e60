import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Case } from './case.ts';
import { demand } from './case.ts';
import type { TerminalBench } from './terminal-bench.ts';
import { verdictOf } from './visit-script.ts';

type TerminalCase = Case<TerminalBench>;
const quietMs = 1000;

/** What every terminal must do. The kit plays the reader. */
export const terminalCases: readonly TerminalCase[] = [
  {
    id: 'T01',
    title: 'it challenges each card, by a request of its schema, with bytes of its own each time',
    run: async (bench) => {
      const seen = new Set<string>();
      for (let n = 0; n < 3; n += 1) {
        const session = randomUUID();
        bench.tell({ name: 'session-started', data: { session } });
        const { data } = await bench.asked('challenge', session);
        seen.add(data.challenge);
        bench.tell({
          name: 'session-ended',
          data: { session, outcome: 'cancelled', reason: 'CARD_REMOVED', erased: true },
        });
      }
      demand(seen.size === 3, 'a challenge came twice');
    },
  },
  {
    id: 'T02',
    title: 'it acknowledges a verdict, and answers it for that visit',
    run: async (bench) => {
      const { session, id } = await bench.visit();
      await bench.acknowledged(id);
      await bench.asked('eligibility', session);
    },
  },
  {
    id: 'T03',
    title: 'it acknowledges a consent',
    run: async (bench) => {
      const { session } = await bench.visit();
      const validUntil = new Date(Date.now() + 86_400_000).toISOString();
      const id = bench.tell({
        name: 'consent',
        data: { session, comprehensive: true, care: true, surgery: true, healthChecks: true, validUntil },
      });
      await bench.acknowledged(id);
    },
  },
  {
    id: 'T04',
    title: 'a verdict told again is acknowledged again, not answered again',
    run: async (bench) => {
      const { session, id } = await bench.visit();
      await bench.asked('eligibility', session);
      const from = bench.requests.length;
      bench.tell(verdictOf(session, bench.challenge), id);
      await bench.acknowledged(id, from);
      await delay(quietMs);
      const again = bench.requests.slice(from).some(({ name }) => name === 'eligibility');
      demand(!again, 'it answered twice');
    },
  },
  {
    id: 'T05',
    title: 'a person who wants to be registered is registered, and answered for then',
    run: async (bench) => {
      const { session } = await bench.visit();
      await bench.asked('eligibility', session);
      const from = bench.requests.length;
      bench.tell({ name: 'registration', data: { session, wanted: true } });
      await bench.asked('eligibility', session, from);
    },
  },
  {
    id: 'T06',
    title: 'it goes on when the reader was away',
    run: async (bench) => {
      await bench.restart();
      const { session } = await bench.visit();
      await bench.asked('eligibility', session);
    },
  },
  {
    id: 'T07',
    title: 'what it asked was in time, with ids of its own, and of its schema',
    run: async (bench) => {
      demand(bench.wrong.length === 0, bench.wrong.join('; '));
      const ids = bench.requests.map(({ source, id }) => `${source} ${id}`);
      demand(new Set(ids).size === ids.length, 'an id came twice');
      const late = bench.requests.filter(({ time, came }) => !(Math.abs(time - came) < 60_000));
      demand(late.length === 0, 'a time was more than a minute off');
    },
  },
];
