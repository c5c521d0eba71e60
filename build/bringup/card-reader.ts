import { createCardReader } from '../../drivers/card/index.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { type Bench, chart, failed, median, type Part } from './part.ts';

const layWithinMs = 60_000;
const readings = 20;

/** The card reader and its antenna: a test card is read again and again where it lies. */
export const cardReaderPart: Part = {
  name: 'card-reader',
  title: 'card reader and antenna',
  try: async (bench) => {
    const { settings, clock } = bench;
    const reader = await createCardReader(settings.drivers.card, settings.drivers.desk.socket, clock);
    bench.say('lay the test card on the reader');
    if (!(await laid(reader, bench))) return failed(`no card was laid within ${layWithinMs / 1000} s`);
    const times: number[] = [];
    let kind = '';
    for (let time = 0; time < readings; time += 1) {
      const began = clock.monotonic();
      const channel = await reader.open();
      try {
        kind = await new MyNumberCard(channel).identify();
      } finally {
        await channel.close();
      }
      times.push(clock.monotonic() - began);
    }
    const figures = { readings, medianMs: Math.round(median(times)), mostMs: Math.round(Math.max(...times)) };
    return {
      outcome: 'pass',
      found: `${kind}, read ${readings} times of ${readings}, median ${figures.medianMs} ms, most ${figures.mostMs} ms`,
      figures,
      picture: { bytes: chart('ms to open and identify the card', times), ending: 'svg' },
    };
  },
};

async function laid(reader: Awaited<ReturnType<typeof createCardReader>>, { clock }: Bench): Promise<boolean> {
  const stop = new AbortController();
  let found = false;
  const watching = reader.watch((presence) => {
    if (presence.state !== 'laid') return;
    found = true;
    stop.abort();
  }, stop.signal);
  await clock.sleep(layWithinMs, stop.signal).catch(() => undefined);
  stop.abort();
  await watching;
  return found;
}
