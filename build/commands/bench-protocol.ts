import { parseArgs } from 'node:util';
import { answerTimes } from '../bench-protocol/answers.ts';
import { serialOverhead } from '../bench-protocol/serial.ts';
import type { Command } from './command.ts';
import { percentile } from './percentile.ts';

const limits = { p50: 2, p99: 15, overhead: 0.1 };

export const benchProtocol: Command = {
  summary: 'how soon a request is answered by TLS, and how much of a serial line is used',
  help: `kazasu bench protocol [--requests N] [--messages N]

Asks N times (default 2000) by MQTT over TLS 1.3 on loopback, one request after the other, reader's link and terminal in one process;
tells p50 and p99 from request to answer. Sends messages as large as a verdict (default 40) over a modelled serial line of 115,200 baud,
and tells how much longer they take than their bytes.

Exit 0 only when p50 is at most ${limits.p50} ms, p99 at most ${limits.p99} ms, and the line takes at most ${100 * limits.overhead} % longer.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { requests: { type: 'string', default: '2000' }, messages: { type: 'string', default: '40' } },
    });
    const times = await answerTimes(Number(values.requests));
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    console.log(`${times.length} requests by TLS: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
    const overhead = await serialOverhead(Number(values.messages));
    console.log(`serial line: ${(100 * overhead).toFixed(1)} % longer than its bytes`);
    return p50 <= limits.p50 && p99 <= limits.p99 && overhead <= limits.overhead ? 0 : 1;
  },
};
